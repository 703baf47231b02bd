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
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The calls of CreateFleet, the latest first. */
@Path("/launches")
@Cancellable(false)
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
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    if (limit < 1 || limit > MOST) {
      throw new InvalidValueException("limit", limit, "a number from 1 to " + MOST);
    }
    return launches
        .page(cursor == null ? Place.latest(clock.instant()) : Place.parse(cursor), limit)
        .map(rows -> rows.stream().map(LaunchView::of).toList())
        .map(
            items ->
                new Page(
                    items, items.size() < limit ? null : Place.of(items.getLast()).toString()));
  }

  /** The calls after one, the latest first: those of one round were made at the same instant. */
  record Place(Instant createdAt, String id) {

    static Place latest(Instant now) {
      return new Place(now.plusSeconds(1), "");
    }

    static Place of(LaunchView view) {
      return new Place(view.createdAt(), view.id());
    }

    static Place parse(String cursor) {
      int space = cursor.indexOf(' ');
      try {
        return new Place(
            Instant.parse(cursor.substring(0, Math.max(0, space))), cursor.substring(space + 1));
      } catch (DateTimeParseException e) {
        throw new InvalidValueException("cursor", cursor, "what a page gave as next");
      }
    }

    @Override
    public String toString() {
      return createdAt + " " + id;
    }
  }

  /**
   * Some of the calls.
   *
   * @param next what to give as {@code cursor} for older ones; none at the end
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
