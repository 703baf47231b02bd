package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.Purchase;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.fleet.RunnerState;
import dev.runnerfleet.scaler.core.fleet.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A fleet put together for a test: {@code r1}, {@code r2} and so on in the order of adding. */
public final class Machines {

  private static final PoolName POOL = new PoolName("linux");

  private final List<Member> members = new ArrayList<>();

  public static Machines fleet() {
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

  public Machines idle(int count, Duration since) {
    return add(count, new RunnerState.Idle(Example.NOW.minus(since)), Work.NONE);
  }

  Machines used(int jobs, Duration idleSince) {
    Instant since = Example.NOW.minus(idleSince);
    return add(1, new RunnerState.Idle(since), new Work(0, jobs, since));
  }

  public Machines busy(int count, int jobs) {
    return add(count, new RunnerState.Idle(Example.NOW), new Work(jobs, jobs, Instant.EPOCH));
  }

  Machines draining(int count) {
    return add(count, new RunnerState.Draining(RetirementReason.IDLE, Example.NOW), Work.NONE);
  }

  /** Idle for a minute, bought so, of a revision and an image. */
  Machines bought(int count, Market market, String price, int revision, String image) {
    for (int i = 0; i < count; i++) {
      Purchase purchase = new Purchase(market, Usd.of(price), image, Example.NOW);
      Instant since = Example.NOW.minusSeconds(60);
      Runner made = made(revision);
      members.add(
          new Member(
              new Runner(
                  made.id(),
                  POOL,
                  revision,
                  null,
                  made.requestedAt(),
                  since,
                  null,
                  since,
                  null,
                  purchase,
                  new RunnerState.Idle(since)),
              Work.NONE));
    }
    return this;
  }

  Machines ordered(int count, Market market) {
    for (int i = 0; i < count; i++) {
      Runner made = made(1);
      members.add(
          new Member(Runner.requested(made.id(), POOL, 1, market, made.requestedAt()), Work.NONE));
    }
    return this;
  }

  Machines booting(int count, Market market) {
    for (int i = 0; i < count; i++) {
      Runner made = made(1);
      members.add(
          new Member(
              Runner.requested(made.id(), POOL, 1, market, made.requestedAt())
                  .in(new RunnerState.Booting()),
              Work.NONE));
    }
    return this;
  }

  Machines replaced(int count) {
    return add(count, new RunnerState.Draining(RetirementReason.DRIFT, Example.NOW), Work.NONE);
  }

  public Fleet build() {
    return new Fleet(members);
  }

  private Machines add(int count, RunnerState state, Work work) {
    for (int i = 0; i < count; i++) {
      members.add(new Member(made(1).in(state), work));
    }
    return this;
  }

  private Runner made(int revision) {
    RunnerId id = new RunnerId("r" + (members.size() + 1));
    Instant requestedAt = Example.NOW.minusSeconds(3600).plusSeconds(members.size());
    return Runner.requested(id, POOL, revision, null, requestedAt);
  }
}
