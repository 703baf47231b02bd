package dev.runnerfleet.provisioner.launch;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.runner.Offering;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls of CreateFleet, the latest first. */
@Path("/launches")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class LaunchResource {

  private static final int MOST = 1000;

  private final LaunchStore launches;
  private final Clock clock;

  LaunchResource(LaunchStore launches, Clock clock) {
    this.launches = launches;
    this.clock = clock;
  }

  @GET
  @WithSession
  public Uni<Page> list(
      @QueryParam("before") @Nullable String before,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    if (limit < 1 || limit > MOST) {
      throw new InvalidValueException("limit", limit, "a number from 1 to " + MOST);
    }
    return launches
        .page(before == null ? clock.instant().plusSeconds(1) : instant(before), limit)
        .map(rows -> rows.stream().map(LaunchView::of).toList())
        .map(
            items ->
                new Page(
                    items, items.size() < limit ? null : items.getLast().createdAt().toString()));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidValueException("before", text, "an ISO 8601 time in UTC");
    }
  }

  /**
   * Some of the calls.
   *
   * @param next what to give as {@code before} for older ones; none at the end
   */
  record Page(List<LaunchView> items, @Nullable String next) {}

  /** A call, as shown to people. */
  record LaunchView(
      String id,
      String pool,
      int poolRevision,
      String region,
      Offering.Market market,
      int size,
      int launched,
      LaunchState state,
      int attempt,
      int tries,
      Instant createdAt,
      Instant dueAt,
      @Nullable Instant finishedAt,
      @Nullable String result) {
    static LaunchView of(LaunchRow row) {
      return new LaunchView(
          row.id,
          row.pool,
          row.poolRevision,
          row.region,
          row.market,
          row.size,
          row.launched,
          row.state,
          row.attempt,
          row.tries,
          row.createdAt,
          row.dueAt,
          row.finishedAt,
          row.result);
    }
  }
}
