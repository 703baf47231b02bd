package dev.runnerfleet.scaler.control;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.edge.Problems;
import dev.runnerfleet.scaler.control.JobExplanation.PoolNow;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.queue.Wish;
import dev.runnerfleet.scaler.decisions.Decider;
import dev.runnerfleet.scaler.decisions.DecisionRecord;
import dev.runnerfleet.scaler.decisions.DecisionStore;
import dev.runnerfleet.scaler.fleet.RunnerStore;
import dev.runnerfleet.scaler.pools.KeptPool;
import dev.runnerfleet.scaler.pools.PoolStore;
import dev.runnerfleet.scaler.queue.JobStore;
import dev.runnerfleet.scaler.queue.KeptJob;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/** Why a job waits, or how it came to run. */
@Path("/jobs")
@Cancellable(false)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
class JobsResource {

  private final JobStore jobs;
  private final RunnerStore runners;
  private final PoolStore pools;
  private final DecisionStore decisions;
  private final Decider decider;

  JobsResource(
      JobStore jobs,
      RunnerStore runners,
      PoolStore pools,
      DecisionStore decisions,
      Decider decider) {
    this.jobs = jobs;
    this.runners = runners;
    this.pools = pools;
    this.decisions = decisions;
    this.decider = decider;
  }

  @GET
  @Path("/{id}/explanation")
  @Operation(summary = "A job's timeline, what holds it, and what will happen next")
  public Uni<JobExplanation> explanation(String id) {
    JobId job = job(id);
    return Panache.withSession(
        () ->
            jobs.find(job)
                .map(found -> found.orElseThrow(() -> Problems.notFound("job", id)))
                .chain(this::explain));
  }

  private Uni<JobExplanation> explain(KeptJob kept) {
    return decision(kept)
        .chain(
            decision ->
                runner(kept)
                    .chain(
                        runner ->
                            poolNow(kept)
                                .map(pool -> JobExplanation.of(kept, decision, runner, pool))));
  }

  private Uni<Optional<DecisionRecord>> decision(KeptJob kept) {
    Wish wish = kept.job().wish();
    return wish == null || kept.pool() == null
        ? Uni.createFrom().item(Optional.empty())
        : decisions.firstLaunch(kept.pool(), wish.seenAt());
  }

  private Uni<Optional<Runner>> runner(KeptJob kept) {
    GitLabRunnerId runner = kept.job().runner();
    return runner == null
        ? Uni.createFrom().item(Optional.empty())
        : runners.byGitLab(List.of(runner)).map(found -> found.stream().findFirst());
  }

  private Uni<Optional<PoolNow>> poolNow(KeptJob kept) {
    return pools.all().chain(all -> poolNow(kept, all));
  }

  private Uni<Optional<PoolNow>> poolNow(KeptJob job, List<KeptPool> all) {
    Optional<KeptPool> pool =
        all.stream().filter(kept -> kept.pool().name().equals(job.pool())).findFirst();
    if (pool.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    return decider
        .consider(pool.get().pool())
        .map(decided -> Optional.of(new PoolNow(pool.get(), decided)));
  }

  private static JobId job(String id) {
    try {
      return new JobId(Long.parseLong(id));
    } catch (NumberFormatException e) {
      throw new InvalidValueException("id", id, "a job's number");
    }
  }
}
