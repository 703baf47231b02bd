package dev.runnerfleet.jobwatcher.gitlab;

import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.source.AwayException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Reads lists to their end: by keyset, and by page number where GitLab refuses that (its page "REST
 * API", pagination; some versions answer 400 or 405 that keyset is not available).
 */
@ApplicationScoped
class Pages {

  private static final Logger LOG = Logger.getLogger(Pages.class);
  private static final String PAGINATION = "pagination";

  private final Calls calls;
  private final Set<String> withoutKeyset = ConcurrentHashMap.newKeySet();

  Pages(Calls calls) {
    this.calls = calls;
  }

  /** One page of a list. */
  interface Lister<T>
      extends Function<MultivaluedMap<String, String>, Uni<RestResponse<List<T>>>> {}

  /** A query for full pages in the order of the ids, by keyset. */
  static MultivaluedMap<String, String> query() {
    MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
    query.putSingle(PAGINATION, "keyset");
    query.putSingle("order_by", "id");
    query.putSingle("sort", "asc");
    query.putSingle("per_page", "100");
    return query;
  }

  /** All items; nothing where there is no such list. */
  <T> Uni<Optional<List<T>>> all(
      String action, Purpose purpose, MultivaluedMap<String, String> query, Lister<T> list) {
    if (withoutKeyset.contains(action)) {
      return from(action, purpose, numbered(query), list, new ArrayList<>());
    }
    return from(action, purpose, query, list, new ArrayList<>())
        .onFailure(Pages::isKeysetRefused)
        .recoverWithUni(
            refused ->
                from(action, purpose, numbered(query), list, new ArrayList<>())
                    .invoke(() -> withoutKeyset(action, refused)));
  }

  private void withoutKeyset(String action, Throwable refused) {
    if (withoutKeyset.add(action)) {
      LOG.infof(
          "Listed by page number from now on action=%s reason=%s", action, refused.getMessage());
    }
  }

  private static boolean isKeysetRefused(Throwable failure) {
    int status = Calls.status(failure);
    return status == 400 || status == 405;
  }

  private static MultivaluedMap<String, String> numbered(MultivaluedMap<String, String> query) {
    MultivaluedMap<String, String> numbered = new MultivaluedHashMap<>(query);
    numbered.remove(PAGINATION);
    return numbered;
  }

  private <T> Uni<Optional<List<T>>> from(
      String action,
      Purpose purpose,
      MultivaluedMap<String, String> query,
      Lister<T> list,
      List<T> found) {
    return calls
        .call(action, purpose, () -> list.apply(query))
        .chain(
            answer -> {
              if (answer.isEmpty()) {
                return found.isEmpty()
                    ? Uni.createFrom().item(Optional.empty())
                    : Uni.createFrom()
                        .failure(new AwayException("A list went away on the way", null, null));
              }
              found.addAll(answer.get().getEntity());
              return NextPage.query(answer.get().getHeaderString("Link"))
                  .or(() -> byNumber(query, answer.get().getHeaderString("X-Next-Page")))
                  .map(next -> from(action, purpose, next, list, found))
                  .orElseGet(() -> Uni.createFrom().item(Optional.of(List.copyOf(found))));
            });
  }

  private static Optional<MultivaluedMap<String, String>> byNumber(
      MultivaluedMap<String, String> query, @Nullable String next) {
    if (next == null || next.isBlank()) {
      return Optional.empty();
    }
    MultivaluedMap<String, String> following = new MultivaluedHashMap<>(query);
    following.putSingle("page", next);
    return Optional.of(following);
  }
}
