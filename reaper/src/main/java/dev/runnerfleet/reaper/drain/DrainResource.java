package dev.runnerfleet.reaper.drain;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.edge.Problems;
import dev.runnerfleet.reaper.core.Observation;
import dev.runnerfleet.reaper.core.Observation.JobsRunning;
import dev.runnerfleet.reaper.core.Observation.NoRunningJobs;
import dev.runnerfleet.reaper.core.Observation.RunnerMissing;
import dev.runnerfleet.reaper.core.Retirement;
import dev.runnerfleet.reaper.core.RunnerRecord;
import dev.runnerfleet.reaper.gitlab.GitLab;
import dev.runnerfleet.reaper.runner.RunnerStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Drains, and an operator's orders for them. */
@Path("/")
@Tag(name = "Drains")
public class DrainResource {

  private static final Logger LOG = Logger.getLogger(DrainResource.class);

  private final RunnerStore runners;
  private final DrainStore drains;
  private final Orders orders;
  private final GitLab gitlab;
  private final Clock clock;

  DrainResource(RunnerStore runners, DrainStore drains, Orders orders, GitLab gitlab, Clock clock) {
    this.runners = runners;
    this.drains = drains;
    this.orders = orders;
    this.gitlab = gitlab;
    this.clock = clock;
  }

  @GET
  @Path("drains")
  @Operation(summary = "The latest drains and how far each has come")
  public Uni<List<DrainView>> drains() {
    return Panache.withSession(drains::latest);
  }

  @POST
  @Path("runners/{id}/drain")
  @ResponseStatus(202)
  @Operation(summary = "Retire a machine once it has no job")
  public Uni<Accepted> drain(@RestPath String id) {
    RunnerId runner = new RunnerId(id);
    return known(runner).chain(record -> order(record, false, false));
  }

  @POST
  @Path("runners/{id}/terminate")
  @Consumes(MediaType.WILDCARD)
  @ResponseStatus(202)
  @Operation(summary = "Terminate a machine; a busy one only with force")
  public Uni<Accepted> terminate(@RestPath String id, @Nullable Termination termination) {
    RunnerId runner = new RunnerId(id);
    boolean force = termination != null && termination.force();
    return known(runner)
        .call(record -> force ? Uni.createFrom().voidItem() : idle(record))
        .chain(record -> order(record, true, force));
  }

  private Uni<RunnerRecord> known(RunnerId runner) {
    return Panache.withSession(() -> runners.read(List.of(runner)))
        .map(
            records -> {
              RunnerRecord record = records.get(runner);
              if (record == null) {
                throw Problems.notFound("runner", runner);
              }
              if (!record.open()) {
                throw Problems.conflict("The machine of runner " + runner + " is gone already");
              }
              return record;
            });
  }

  private Uni<Void> idle(RunnerRecord record) {
    GitLabRunnerId id = record.machine().gitLabRunner();
    return id == null
        ? Uni.createFrom().voidItem()
        : gitlab.runningJobs(id).invoke(DrainResource::mustBeIdle).replaceWithVoid();
  }

  private static void mustBeIdle(Observation seen) {
    switch (seen) {
      case NoRunningJobs _, RunnerMissing _ -> {}
      case JobsRunning _ ->
          throw Problems.conflict(
              "The runner has a running job; send {\"force\": true} to terminate it all the same,"
                  + " or drain it");
      default ->
          throw Problems.problem(
              Status.SERVICE_UNAVAILABLE, "GitLab does not say whether the runner has a job");
    }
  }

  private Uni<Accepted> order(RunnerRecord record, boolean unregisteredToo, boolean force) {
    Retirement order =
        new Retirement(
            record.runner(),
            record.pool(),
            RetirementReason.OPERATOR,
            unregisteredToo,
            force,
            new DecisionId("operator-" + UUID.randomUUID()),
            clock.instant());
    LOG.infof(
        "Operator retires a machine runner=%s pool=%s terminate=%s force=%s decision=%s",
        order.runner(), order.pool(), unregisteredToo, force, order.decision());
    return orders
        .take(List.of(order))
        .replaceWith(new Accepted(order.runner().toString(), order.decision().toString()));
  }

  /** The body of a termination. */
  public record Termination(@JsonProperty("force") boolean force) {}

  /** Where to look for what becomes of the order. */
  public record Accepted(String runner, String decision) {}
}
