package dev.runnerfleet.reaper.core;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.reaper.core.drain.Retirement;
import java.time.Duration;
import java.time.Instant;

/** Machines and orders for tests. */
public final class Fleet {

  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final Duration GRACE = Duration.ofSeconds(2);
  public static final PoolName POOL = new PoolName("linux-docker");
  public static final RunnerId RUNNER = new RunnerId("r-1");
  public static final GitLabRunnerId GITLAB_RUNNER = new GitLabRunnerId(7);
  public static final Machine LAUNCHED =
      new Machine(new InstanceId("i-00000001"), "us-east-1", null, NOON.minusSeconds(3600));
  public static final Machine REGISTERED = LAUNCHED.with(GITLAB_RUNNER);

  private Fleet() {}

  public static Retirement drain(RetirementReason reason) {
    return order(reason, false, false, "d-1");
  }

  public static Retirement termination(RetirementReason reason) {
    return order(reason, true, false, "d-1");
  }

  public static Retirement forced() {
    return order(RetirementReason.OPERATOR, true, true, "d-1");
  }

  public static Retirement order(
      RetirementReason reason, boolean unregisteredToo, boolean force, String decision) {
    return new Retirement(
        RUNNER, POOL, reason, unregisteredToo, force, new DecisionId(decision), NOON);
  }

  public static InstanceId instance(int number) {
    return new InstanceId("i-%08x".formatted(number));
  }
}
