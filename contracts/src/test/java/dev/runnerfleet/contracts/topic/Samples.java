package dev.runnerfleet.contracts.topic;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.contracts.demand.JobForeseen;
import dev.runnerfleet.contracts.demand.JobQueued;
import dev.runnerfleet.contracts.demand.JobRetried;
import dev.runnerfleet.contracts.demand.JobStarted;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.launch.RecallRunner;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.LookAhead;
import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.pool.Match;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import dev.runnerfleet.contracts.pool.Schedule;
import dev.runnerfleet.contracts.retire.DrainRunner;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.retire.TerminateRunner;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.OrphanFound;
import dev.runnerfleet.contracts.runner.PoolPrepared;
import dev.runnerfleet.contracts.runner.PoolStopped;
import dev.runnerfleet.contracts.runner.ReportKeyDigest;
import dev.runnerfleet.contracts.runner.RunnerDraining;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.contracts.runner.RunnerKept;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One message of every type. */
final class Samples {

  private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123Z");
  private static final JobId JOB = new JobId(1001);
  private static final ProjectId PROJECT = new ProjectId(42);
  private static final PipelineId PIPELINE = new PipelineId(77);
  private static final RunnerId RUNNER = new RunnerId("r-7f3a");
  private static final GitLabRunnerId GITLAB_RUNNER = new GitLabRunnerId(12);
  private static final InstanceId INSTANCE = new InstanceId("i-0123456789abcdef0");
  private static final PoolName POOL = new PoolName("linux-docker");
  private static final DecisionId DECISION = new DecisionId("d-19");
  private static final ThrottleDomain DOMAIN = new ThrottleDomain("self/us-east-1");

  private Samples() {}

  static List<Sample<?>> all() {
    return List.of(
        of(
            Topic.DEMAND_EVENTS,
            new JobForeseen(
                JOB,
                PROJECT,
                PIPELINE,
                "deploy",
                Set.of("linux"),
                true,
                AT.plusSeconds(65),
                0.8,
                AT)),
        of(
            Topic.DEMAND_EVENTS,
            new JobQueued(
                JOB, PROJECT, PIPELINE, "test", Set.of("linux"), false, AT, AT.plusMillis(40))),
        of(Topic.DEMAND_EVENTS, new JobRetried(JOB, PROJECT, new JobId(998), 2, AT)),
        of(Topic.DEMAND_EVENTS, new JobStarted(JOB, PROJECT, GITLAB_RUNNER, AT)),
        of(
            Topic.DEMAND_EVENTS,
            new JobFinished(
                JOB, PROJECT, JobFinished.Outcome.FAILED, "script_failure", GITLAB_RUNNER, AT)),
        of(
            Topic.LAUNCH_COMMANDS,
            new LaunchRunner(
                RUNNER,
                POOL,
                DOMAIN,
                3,
                LaunchRunner.Purpose.WAITING_JOB,
                Offering.Market.SPOT,
                DECISION,
                AT)),
        of(Topic.LAUNCH_COMMANDS, new RecallRunner(RUNNER, POOL, DOMAIN, DECISION, AT)),
        of(
            Topic.RETIRE_COMMANDS,
            new DrainRunner(RUNNER, POOL, RetirementReason.IDLE, DECISION, AT)),
        of(
            Topic.RETIRE_COMMANDS,
            new TerminateRunner(RUNNER, POOL, RetirementReason.LIMIT_LOWERED, DECISION, AT)),
        of(
            Topic.RUNNER_EVENTS,
            new RunnerLaunched(
                RUNNER,
                POOL,
                INSTANCE,
                "us-east-1",
                new Offering("m7i.large", "us-east-1a", Offering.Market.SPOT),
                Usd.of("0.0412"),
                3,
                "ami-0123456789abcdef0",
                AT.minusMillis(90),
                AT)),
        of(
            Topic.RUNNER_EVENTS,
            new LaunchFailed(
                RUNNER,
                POOL,
                3,
                LaunchFailed.Reason.NO_CAPACITY,
                "InsufficientInstanceCapacity",
                AT)),
        of(
            Topic.RUNNER_EVENTS,
            new RunnerRegistered(
                RUNNER, POOL, INSTANCE, GITLAB_RUNNER, AT, ReportKeyDigest.of("a key"))),
        of(
            Topic.RUNNER_EVENTS,
            new RunnerInterrupted(
                RUNNER,
                POOL,
                INSTANCE,
                RunnerInterrupted.Kind.SPOT_INTERRUPTION,
                AT.plusSeconds(120),
                AT)),
        of(Topic.RUNNER_EVENTS, new RunnerDraining(RUNNER, POOL, RetirementReason.IDLE, AT)),
        of(Topic.RUNNER_EVENTS, new RunnerKept(RUNNER, POOL, AT)),
        of(
            Topic.RUNNER_EVENTS,
            new RunnerTerminated(RUNNER, POOL, INSTANCE, RetirementReason.IDLE, AT)),
        of(
            Topic.RUNNER_EVENTS,
            new OrphanFound(OrphanFound.Kind.INSTANCE, "i-0fedcba9876543210", AT)),
        of(
            Topic.RUNNER_EVENTS,
            new PoolPrepared(POOL, 3, "ami-0123456789abcdef0", Usd.of("0.0412"), AT)),
        of(
            Topic.RUNNER_EVENTS,
            new PoolStopped(
                POOL,
                3,
                PoolStopped.Reason.NEVER_ENROLS,
                "3 machines in a row did not enrol",
                AT.plusSeconds(600),
                AT)),
        of(Topic.POOLS, pool()));
  }

  static PoolSpec pool() {
    return new PoolSpec(
        POOL,
        3,
        "us-east-1",
        new RegistrationScope(RegistrationScope.Kind.GROUP, 42L),
        new Match(Set.of("docker"), true, false),
        new Machine(
            Machine.Executor.DOCKER,
            "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
            List.of("m7i.large", "m7a.large"),
            List.of("subnet-0a", "subnet-0b"),
            List.of("sg-0f"),
            "runnerfleet-runner",
            50,
            null,
            Map.of("team", "ci"),
            "alias/ci",
            true,
            "[[runners]]\nenvironment = [\"DOCKER_DRIVER=overlay2\"]\n",
            "echo ready",
            "echo mine"),
        new Market(Market.Spot.PREFERRED, true, 2, Usd.of("0.30")),
        new Capacity(1, 20, 1, Duration.ofMinutes(30), 10, 10, Duration.ofHours(24), 0.5, 8, 0.25),
        List.of(
            new Schedule(
                List.of("* * * * * sat,sun *"),
                ZoneId.of("UTC"),
                0,
                Duration.ofMinutes(20),
                4,
                0.0,
                0)),
        new Budget(Usd.of("5.00"), Usd.of("60.00")),
        true,
        LookAhead.AUTO,
        7);
  }

  private static <T, M extends T> Sample<T> of(Topic<T> topic, M message) {
    return new Sample<>(topic, message);
  }

  record Sample<T>(Topic<T> topic, T message) {

    String name() {
      return message.getClass().getSimpleName();
    }

    String encoded() {
      return topic.encode(message);
    }

    T decoded(String json) {
      return topic.decode(json);
    }

    @Override
    public String toString() {
      return name();
    }
  }
}
