package dev.runnerfleet.scaler.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.scaler.decisions.DecisionRecord;
import dev.runnerfleet.scaler.decisions.DecisionStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The decisions that did or held something new, with what they were made from. */
@Path("/decisions")
@Cancellable(false)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Decisions")
class DecisionsResource {

  private static final int MOST = 500;

  private final DecisionStore decisions;

  DecisionsResource(DecisionStore decisions) {
    this.decisions = decisions;
  }

  @GET
  @Operation(
      summary = "Decisions, the latest first; give `next` as the cursor for the page after",
      description = "since and before are ISO 8601 instants")
  public Uni<Decisions> page(
      @RestQuery Optional<String> pool,
      @RestQuery Optional<String> since,
      @RestQuery Optional<String> before,
      @RestQuery Optional<String> cursor,
      @RestQuery @DefaultValue("50") String limit) {
    DecisionStore.Page page =
        new DecisionStore.Page(
            pool.map(PoolName::new),
            since.map(text -> instant("since", text)),
            before.map(text -> instant("before", text)).orElse(DecisionStore.Page.END),
            cursor.map(Cursor::parse),
            limit(limit));
    return Panache.withSession(() -> decisions.page(page))
        .map(found -> new Decisions(found, next(found, page)));
  }

  private static @Nullable String next(List<DecisionRecord> found, DecisionStore.Page page) {
    return found.size() < page.limit() ? null : Cursor.after(found.getLast());
  }

  private static Instant instant(String field, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidValueException(field, text, "an instant such as 2026-01-31T12:00:00Z");
    }
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MOST) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw new InvalidValueException("limit", text, "1 to " + MOST);
    }
    throw new InvalidValueException("limit", text, "1 to " + MOST);
  }

  /**
   * A page.
   *
   * @param next what to give as cursor for the next page; absent on the last
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Decisions(List<DecisionRecord> items, @Nullable String next) {}
}
