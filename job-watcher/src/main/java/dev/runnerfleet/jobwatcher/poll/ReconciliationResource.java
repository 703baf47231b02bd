package dev.runnerfleet.jobwatcher.poll;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.edge.Problems;
import dev.runnerfleet.jobwatcher.WatcherConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Has GitLab looked at now instead of at the next interval. */
@Path("/reconciliations")
@Cancellable(false)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reconciliations")
@ApplicationScoped
class ReconciliationResource {

  private final PollTurn turn;
  private final PollLoop loop;
  private final LastPoll last;
  private final Background background;
  private final boolean able;

  ReconciliationResource(
      PollTurn turn, PollLoop loop, LastPoll last, Background background, WatcherConfig config) {
    this.turn = turn;
    this.loop = loop;
    this.last = last;
    this.background = background;
    this.able = config.gitlab().token().isPresent();
  }

  @POST
  @ResponseStatus(202)
  @Operation(summary = "Starts a poll of everything, now or after the one under way")
  @APIResponse(responseCode = "202", description = "It will be made")
  @APIResponse(responseCode = "409", description = "There is no token to poll with")
  public Uni<Wanted> want() {
    if (!able) {
      throw Problems.problem(
          Status.CONFLICT, "Nothing can be polled: runnerfleet.gitlab.token is not set");
    }
    return turn.want()
        .invoke(() -> background.run("wanted poll", loop::tick))
        .map(
            underWay ->
                new Wanted(underWay ? "AFTER_THE_ONE_UNDER_WAY" : "NOW", last.get().orElse(null)));
  }

  /**
   * When it will be made.
   *
   * @param last how this replica's last poll went, where it made one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Wanted(String starts, @Nullable PollSummary last) {}
}
