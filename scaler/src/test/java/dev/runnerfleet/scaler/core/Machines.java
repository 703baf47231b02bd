package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.fleet.RunnerState;
import dev.runnerfleet.scaler.core.fleet.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A fleet put together for a test: {@code r1}, {@code r2} and so on in the order of adding. */
final class Machines {

  private static final PoolName POOL = new PoolName("linux");

  private final List<Member> members = new ArrayList<>();

  static Machines fleet() {
    return new Machines();
  }

  Machines requested(int count) {
    return add(count, new RunnerState.Requested(false), Work.NONE);
  }

  Machines recalled(int count) {
    return add(count, new RunnerState.Requested(true), Work.NONE);
  }

  Machines booting(int count) {
    return add(count, new RunnerState.Booting(), Work.NONE);
  }

  Machines idle(int count, Duration since) {
    return add(count, new RunnerState.Idle(Example.NOW.minus(since)), Work.NONE);
  }

  Machines used(int jobs, Duration idleSince) {
    Instant since = Example.NOW.minus(idleSince);
    return add(1, new RunnerState.Idle(since), new Work(0, jobs, since));
  }

  Machines busy(int count, int jobs) {
    return add(count, new RunnerState.Idle(Example.NOW), new Work(jobs, jobs, Instant.EPOCH));
  }

  Machines draining(int count) {
    return add(count, new RunnerState.Draining(RetirementReason.IDLE, Example.NOW), Work.NONE);
  }

  Fleet build() {
    return new Fleet(members);
  }

  private Machines add(int count, RunnerState state, Work work) {
    for (int i = 0; i < count; i++) {
      RunnerId id = new RunnerId("r" + (members.size() + 1));
      Instant requestedAt = Example.NOW.minusSeconds(3600).plusSeconds(members.size());
      Runner runner = Runner.requested(id, POOL, 1, null, requestedAt).in(state);
      members.add(new Member(runner, work));
    }
    return this;
  }
}
