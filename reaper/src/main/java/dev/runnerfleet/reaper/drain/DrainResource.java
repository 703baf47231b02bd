package dev.runnerfleet.reaper.drain;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.edge.Problems;
import dev.runnerfleet.reaper.cloud.Instances;
import dev.runnerfleet.reaper.core.RunnerRecord;
import dev.runnerfleet.reaper.core.drain.Observation;
import dev.runnerfleet.reaper.core.drain.Observation.InstanceBypassed;
import dev.runnerfleet.reaper.core.drain.Observation.JobsRunning;
import dev.runnerfleet.reaper.core.drain.Observation.NoRunningJobs;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerMissing;
import dev.runnerfleet.reaper.core.drain.Retirement;
import dev.runnerfleet.reaper.gitlab.GitLab;
import dev.runnerfleet.reaper.operator.OperatorOrders;
import dev.runnerfleet.reaper.runner.RunnerStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
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
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Drains, and an operator's orders for them. */
@Path("/")
@Cancellable(false)
@Tag(name = "Drains")
public class DrainResource {

  private static final Logger LOG = Logger.getLogger(DrainResource.class);

  private final RunnerStore runners;
  private final DrainStore drains;
  private final Orders orders;
  private final OperatorOrders book;
  private final GitLab gitlab;
  private final Instances instances;
  private final Clock clock;

  DrainResource(
      RunnerStore runners,
      DrainStore drains,
      Orders orders,
      OperatorOrders book,
      GitLab gitlab,
      Instances instances,
      Clock clock) {
    this.runners = runners;
    this.drains = drains;
    this.orders = orders;
    this.book = book;
    this.gitlab = gitlab;
    this.instances = instances;
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
  public Uni<Accepted> drain(@RestPath String id, @Context HttpServerRequest http) {
    RunnerId runner = new RunnerId(id);
    return known(runner)
        .chain(record -> order("drain", record, new Termination(false, null), http));
  }

  @POST
  @Path("runners/{id}/terminate")
  @Consumes(MediaType.WILDCARD)
  @ResponseStatus(202)
  @Operation(summary = "Terminate a machine; a busy one only with force")
  public Uni<Accepted> terminate(
      @RestPath String id, @Nullable Termination termination, @Context HttpServerRequest http) {
    RunnerId runner = new RunnerId(id);
    Termination wanted = termination == null ? new Termination(false, null) : termination;
    return known(runner)
        .call(this::unprotected)
        .call(record -> wanted.force() ? Uni.createFrom().voidItem() : idle(record))
        .chain(record -> order("terminate", record, wanted, http));
  }

  /** Not even force goes against the tag; whoever means it takes that off first. */
  private Uni<Void> unprotected(RunnerRecord record) {
    InstanceId instance = record.machine().instance();
    String region = record.machine().region();
    return instance == null || region == null
        ? Uni.createFrom().voidItem()
        : instances
            .look(region, List.of(instance))
            .invoke(
                seen -> {
                  if (seen.get(instance) instanceof InstanceBypassed) {
                    throw Problems.conflict(
                        "The instance " + instance + " is protected by its tag runnerfleet:bypass");
                  }
                })
            .replaceWithVoid();
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

  private Uni<Accepted> order(
      String what, RunnerRecord record, Termination wanted, HttpServerRequest http) {
    boolean terminate = what.equals("terminate");
    Retirement order =
        new Retirement(
            record.runner(),
            record.pool(),
            RetirementReason.OPERATOR,
            terminate,
            wanted.force(),
            new DecisionId("operator-" + UUID.randomUUID()),
            clock.instant());
    LOG.infof(
        "Operator retires a machine runner=%s pool=%s terminate=%s force=%s decision=%s",
        order.runner(), order.pool(), terminate, wanted.force(), order.decision());
    return Panache.withTransaction(
            () ->
                book.add(
                    what,
                    order.runner().toString(),
                    order.pool().toString(),
                    wanted.force(),
                    wanted.reason(),
                    http.remoteAddress().hostAddress()))
        .chain(() -> orders.take(List.of(order)))
        .replaceWith(new Accepted(order.runner().toString(), order.decision().toString()));
  }

  /**
   * The body of a termination.
   *
   * @param reason for the book of orders
   */
  public record Termination(
      @JsonProperty("force") boolean force, @JsonProperty("reason") @Nullable String reason) {}

  /** Where to look for what becomes of the order. */
  public record Accepted(String runner, String decision) {}
}
