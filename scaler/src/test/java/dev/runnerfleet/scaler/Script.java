package dev.runnerfleet.scaler;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.contracts.demand.JobQueued;
import dev.runnerfleet.contracts.demand.JobRetried;
import dev.runnerfleet.contracts.demand.JobStarted;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.RunnerDraining;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.contracts.runner.RunnerKept;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/** Events as the other services would tell them. */
public final class Script {

  private static final ProjectId PROJECT = new ProjectId(7);
  private static final InstanceId INSTANCE = new InstanceId("i-0123456789abcdef0");

  private Script() {}

  public static List<JobQueued> queued(long from, int count, String tag, Instant at) {
    return LongStream.range(from, from + count).mapToObj(id -> queued(id, tag, at)).toList();
  }

  public static JobQueued queued(long job, String tag, Instant at) {
    return new JobQueued(
        new JobId(job), PROJECT, new PipelineId(9), "test", Set.of(tag), false, at, at);
  }

  /** A job that stands in the place of one whose machine went. */
  public static JobRetried retried(long job, int retries, Instant at) {
    return new JobRetried(new JobId(job), PROJECT, new JobId(job + 1000), retries, at);
  }

  public static JobStarted started(long job, long gitLabRunner, Instant at) {
    return new JobStarted(new JobId(job), PROJECT, new GitLabRunnerId(gitLabRunner), at);
  }

  public static JobFinished finished(long job, long gitLabRunner, Instant at) {
    return new JobFinished(
        new JobId(job),
        PROJECT,
        JobFinished.Outcome.SUCCESS,
        null,
        new GitLabRunnerId(gitLabRunner),
        at);
  }

  public static JobFinished cancelled(long job, Instant at) {
    return new JobFinished(new JobId(job), PROJECT, JobFinished.Outcome.CANCELED, null, null, at);
  }

  /** AWS takes it in two minutes. */
  public static RunnerInterrupted interrupted(RunnerId runner, PoolName pool, Instant at) {
    return new RunnerInterrupted(
        runner, pool, INSTANCE, RunnerInterrupted.Kind.SPOT_INTERRUPTION, at.plusSeconds(120), at);
  }

  public static RunnerLaunched launched(RunnerId runner, PoolName pool, Instant at) {
    return new RunnerLaunched(
        runner,
        pool,
        INSTANCE,
        "us-east-1",
        new Offering("m7i.large", "us-east-1a", Offering.Market.SPOT),
        Usd.of("0.04"),
        1,
        null,
        at,
        at);
  }

  public static LaunchFailed failed(
      RunnerId runner, PoolName pool, LaunchFailed.Reason reason, Instant at) {
    return new LaunchFailed(runner, pool, 1, reason, "InsufficientInstanceCapacity", at);
  }

  public static RunnerRegistered registered(
      RunnerId runner, PoolName pool, long gitLabRunner, Instant at) {
    return new RunnerRegistered(runner, pool, INSTANCE, new GitLabRunnerId(gitLabRunner), at);
  }

  public static RunnerDraining draining(RunnerId runner, PoolName pool, Instant at) {
    return new RunnerDraining(runner, pool, RetirementReason.IDLE, at);
  }

  public static RunnerKept kept(RunnerId runner, PoolName pool, Instant at) {
    return new RunnerKept(runner, pool, at);
  }

  public static RunnerTerminated terminated(RunnerId runner, PoolName pool, Instant at) {
    return new RunnerTerminated(runner, pool, INSTANCE, RetirementReason.IDLE, at);
  }
}
