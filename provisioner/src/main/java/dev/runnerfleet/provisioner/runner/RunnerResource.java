package dev.runnerfleet.provisioner.runner;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.edge.Problems;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The runners that were ordered, and what became of each. */
@Path("/runners")
@Cancellable(false)
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class RunnerResource {

  private static final int MOST = 1000;

  private final RunnerStore runners;

  RunnerResource(RunnerStore runners) {
    this.runners = runners;
  }

  @GET
  @WithSession
  public Uni<Page> list(
      @QueryParam("pool") @Nullable String pool,
      @QueryParam("state") @Nullable String state,
      @QueryParam("cursor") @DefaultValue("") String cursor,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    if (limit < 1 || limit > MOST) {
      throw new InvalidValueException("limit", limit, "a number from 1 to " + MOST);
    }
    return runners
        .page(pool, state == null ? null : stateNamed(state), cursor, limit)
        .map(rows -> rows.stream().map(RunnerView::of).toList())
        .map(views -> Page.of(views, limit));
  }

  @GET
  @Path("/{id}")
  @WithSession
  public Uni<RunnerView> get(@PathParam("id") String id) {
    return runners
        .find(new RunnerId(id))
        .map(row -> RunnerView.of(row.orElseThrow(() -> Problems.notFound("runner", id))));
  }

  private static RunnerState stateNamed(String name) {
    String wanted = name.toUpperCase(Locale.ROOT);
    return Arrays.stream(RunnerState.values())
        .filter(state -> state.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidValueException(
                    "state", name, "one of " + Arrays.toString(RunnerState.values())));
  }

  /**
   * Some of the runners, by id.
   *
   * @param next what to give as {@code cursor} for those that follow; none at the end
   */
  record Page(List<RunnerView> items, @Nullable String next) {
    static Page of(List<RunnerView> items, int limit) {
      return new Page(items, items.size() < limit ? null : items.getLast().id());
    }
  }
}
