package dev.runnerfleet.scaler.core.fleet;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.OrphanFound;
import dev.runnerfleet.contracts.runner.PoolPrepared;
import dev.runnerfleet.contracts.runner.PoolStopped;
import dev.runnerfleet.contracts.runner.RunnerDraining;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.contracts.runner.RunnerKept;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Booting;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Draining;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Idle;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Live;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Requested;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Standing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A machine from its order to its end. Events add facts and move the state; a repeated or late one
 * changes nothing.
 *
 * @param revision the pool's revision that it was ordered by
 * @param asked the only market that will do for the jobs that it was ordered for; null: any
 * @param launchedAt since when it has a machine
 * @param gitLabRunner what GitLab knows it as, the last one where it had to enrol twice
 * @param keptAt when a drain of it was last given up
 * @param purchase what EC2 gave for the order; null before that is heard of
 */
public record Runner(
    RunnerId id,
    PoolName pool,
    int revision,
    Offering.@Nullable Market asked,
    Instant requestedAt,
    @Nullable Instant launchedAt,
    @Nullable GitLabRunnerId gitLabRunner,
    @Nullable Instant registeredAt,
    @Nullable Instant keptAt,
    @Nullable Purchase purchase,
    RunnerState state) {

  public static Runner requested(
      RunnerId id,
      PoolName pool,
      int revision,
      Offering.@Nullable Market asked,
      Instant requestedAt) {
    return new Runner(
        id, pool, revision, asked, requestedAt, null, null, null, null, null, new Requested(false));
  }

  public Runner in(RunnerState next) {
    return new Runner(
        id,
        pool,
        revision,
        asked,
        requestedAt,
        launchedAt,
        gitLabRunner,
        registeredAt,
        keptAt,
        purchase,
        next);
  }

  /** How its machine is bought: as it was, or else as it must be; null where that is open yet. */
  public Offering.@Nullable Market market() {
    return purchase == null ? asked : purchase.market();
  }

  /** This runner once the event is taken into account. */
  public Runner after(RunnerEvent event) {
    return switch (event) {
      case RunnerLaunched launched -> launched(launched);
      case LaunchFailed failed -> failed(failed);
      case RunnerRegistered registered -> registered(registered);
      case RunnerInterrupted interrupted -> interrupted(interrupted);
      case RunnerDraining draining -> draining(draining.reason(), draining.at());
      case RunnerKept kept -> kept(kept);
      case RunnerTerminated terminated -> terminated(terminated);
      case OrphanFound _, PoolPrepared _, PoolStopped _ -> this;
    };
  }

  private Runner launched(RunnerLaunched event) {
    return bought(event).in(state instanceof Requested requested ? requested.launched() : state);
  }

  private Runner bought(RunnerLaunched event) {
    if (purchase != null) {
      return this;
    }
    boolean earlier = launchedAt == null || event.at().isBefore(launchedAt);
    return new Runner(
        id,
        pool,
        revision,
        asked,
        requestedAt,
        earlier ? event.at() : launchedAt,
        gitLabRunner,
        registeredAt,
        keptAt,
        Purchase.of(event),
        state);
  }

  private Runner failed(LaunchFailed event) {
    if (state instanceof Requested requested) {
      return in(requested.failed(event.reason(), event.at()));
    }
    return state instanceof Booting booting ? in(booting.failed(event.reason(), event.at())) : this;
  }

  // May come before the launch is heard of, or for a runner that drains already: what GitLab knows
  // it as is worth keeping in every state, for its jobs are counted by that.
  private Runner registered(RunnerRegistered event) {
    if (registeredAt != null && !event.at().isAfter(registeredAt)) {
      return this;
    }
    Runner known =
        new Runner(
            id,
            pool,
            revision,
            asked,
            requestedAt,
            launchedAt != null ? launchedAt : event.at(),
            event.gitLabRunner(),
            event.at(),
            keptAt,
            purchase,
            state);
    if (state instanceof Requested requested) {
      return known.in(requested.launched().registered(event.at()));
    }
    return state instanceof Booting booting ? known.in(booting.registered(event.at())) : known;
  }

  // A rebalance recommendation is no end yet: if the reaper acts on it, it says so itself.
  private Runner interrupted(RunnerInterrupted event) {
    return switch (event.kind()) {
      case REBALANCE_RECOMMENDATION -> this;
      case SPOT_INTERRUPTION, SCHEDULED_CHANGE ->
          draining(RetirementReason.INTERRUPTED, event.at());
    };
  }

  private Runner draining(RetirementReason reason, Instant at) {
    boolean givenUpSince = keptAt != null && !at.isAfter(keptAt);
    return state instanceof Standing standing && !givenUpSince
        ? in(standing.draining(reason, at))
        : this;
  }

  private Runner kept(RunnerKept event) {
    if (keptAt != null && !event.at().isAfter(keptAt)) {
      return this;
    }
    Runner noted =
        new Runner(
            id,
            pool,
            revision,
            asked,
            requestedAt,
            launchedAt,
            gitLabRunner,
            registeredAt,
            event.at(),
            purchase,
            state);
    return state instanceof Draining draining
        ? noted.in(gitLabRunner == null ? draining.keptBooting() : draining.kept(event.at()))
        : noted;
  }

  private Runner terminated(RunnerTerminated event) {
    return state instanceof Live live ? in(live.terminated(event.cause(), event.at())) : this;
  }

  /** This runner with what its jobs make of it: busy, or idle since the last one ended. */
  Runner with(Work work) {
    if (!(state instanceof Idle idle)) {
      return this;
    }
    return in(work.running() > 0 ? idle.took(work.running()) : idle.last(work.lastEnded()));
  }
}
