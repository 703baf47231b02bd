package dev.runnerfleet.jobwatcher.gitlab;

import dev.runnerfleet.delivery.VertxContext;
import dev.runnerfleet.jobwatcher.WatcherMetrics;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a call to GitLab: counted, back on the caller's context, and failing with {@link
 * GitLabAwayException} alone.
 */
@ApplicationScoped
class Calls {

  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY = 429;
  private static final Duration PAUSE_UNLESS_TOLD = Duration.ofSeconds(60);

  private final WatcherMetrics metrics;

  Calls(WatcherMetrics metrics) {
    this.metrics = metrics;
  }

  /** The answer; nothing where GitLab says 404. */
  <T> Uni<Optional<T>> call(String action, Supplier<Uni<T>> call) {
    return VertxContext.returning(
            () -> Uni.createFrom().deferred(call::get).subscribeAsCompletionStage())
        .invoke(() -> metrics.called(action, "ok"))
        .map(Optional::of)
        .onFailure(Calls::isNotFound)
        .recoverWithItem(
            () -> {
              metrics.called(action, "not_found");
              return Optional.empty();
            })
        .onFailure()
        .transform(failure -> away(action, failure));
  }

  private static boolean isNotFound(Throwable failure) {
    return failure instanceof WebApplicationException answer
        && answer.getResponse().getStatus() == NOT_FOUND;
  }

  private GitLabAwayException away(String action, Throwable failure) {
    if (failure instanceof WebApplicationException answer) {
      int status = answer.getResponse().getStatus();
      boolean throttled = status == TOO_MANY;
      metrics.called(action, throttled ? "throttled" : status >= 500 ? "failed" : "refused");
      return new GitLabAwayException(
          "GitLab answered %d to %s".formatted(status, action),
          throttled ? pause(answer.getResponse().getHeaderString("Retry-After")) : null,
          failure);
    }
    metrics.called(action, "away");
    return new GitLabAwayException(
        "GitLab did not answer to %s: %s".formatted(action, failure.getClass().getSimpleName()),
        null,
        failure);
  }

  private static Duration pause(@Nullable String retryAfter) {
    return retryAfter != null && retryAfter.matches("[0-9]{1,5}")
        ? Duration.ofSeconds(Long.parseLong(retryAfter))
        : PAUSE_UNLESS_TOLD;
  }
}
