package dev.runnerfleet.scaler.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.PoolStopped;
import dev.runnerfleet.scaler.control.OverrideResource.OverrideBody;
import dev.runnerfleet.scaler.core.decision.Decision;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import dev.runnerfleet.scaler.core.fleet.Fleet;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.RunnerState;
import dev.runnerfleet.scaler.core.pool.Drift;
import dev.runnerfleet.scaler.core.pool.LaunchStop;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.pool.Preparation;
import dev.runnerfleet.scaler.decisions.Decided;
import dev.runnerfleet.scaler.decisions.DecisionRecord;
import dev.runnerfleet.scaler.pools.KeptPool;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a pool stands at this moment. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PoolStatus(
    PoolName name,
    int revision,
    boolean paused,
    boolean closed,
    @Nullable OverrideBody override,
    @Nullable Stop stop,
    @Nullable Preparation prepared,
    Map<String, Integer> counts,
    QueueStatus queue,
    List<HoldStatus> holds,
    List<RunnerStatus> runners,
    @Nullable DecisionRecord lastDecision) {

  static PoolStatus of(KeptPool kept, Decided now, Fleet fleet, Optional<DecisionRecord> last) {
    List<RunnerStatus> runners =
        fleet.members().stream()
            .sorted(Comparator.comparing(member -> member.runner().requestedAt()))
            .map(member -> RunnerStatus.of(member, kept.pool()))
            .toList();
    Map<String, Integer> counts = new TreeMap<>();
    runners.forEach(runner -> counts.merge(runner.state(), 1, Integer::sum));
    return new PoolStatus(
        kept.pool().name(),
        kept.pool().spec().revision(),
        kept.pool().paused(),
        kept.pool().closed(),
        kept.pool().overrideAt(now.at()).map(OverrideBody::of).orElse(null),
        kept.pool().launches().stop(kept.pool().spec().revision()).map(Stop::of).orElse(null),
        kept.pool().preparation(),
        counts,
        new QueueStatus(now.queue().waiting(), now.queue().oldest()),
        now.decision().holds().stream().map(hold -> HoldStatus.of(hold, kept, now)).toList(),
        runners,
        last.orElse(null));
  }

  /** What keeps this revision of the pool from being launched. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Stop(PoolStopped.Reason reason, String detail, @Nullable Instant probeAt, Instant at) {

    static Stop of(LaunchStop stop) {
      return new Stop(stop.reason(), stop.detail(), stop.probeAt(), stop.at());
    }
  }

  /** What waits for the pool. */
  record QueueStatus(int jobs, @Nullable Instant oldest) {}

  /** What is not done, why, and since when. */
  record HoldStatus(HoldReason reason, int jobs, String sentence, String detail, Instant since) {

    static HoldStatus of(Decision.Hold hold, KeptPool kept, Decided now) {
      return new HoldStatus(
          hold.reason(),
          hold.jobs(),
          hold.reason().sentence(),
          hold.detail(),
          kept.held().since().getOrDefault(hold.reason(), now.at()));
    }
  }

  /** A runner and where it is in its life. */
  record RunnerStatus(
      RunnerId runner,
      String state,
      int revision,
      boolean drifted,
      int jobs,
      Instant requestedAt,
      @Nullable Instant launchedAt,
      @Nullable Instant registeredAt,
      @Nullable RetirementReason reason) {

    static RunnerStatus of(Member member, Pool pool) {
      return new RunnerStatus(
          member.runner().id(),
          name(member.state()),
          member.runner().revision(),
          Drift.of(member.runner(), pool),
          member.work().taken(),
          member.runner().requestedAt(),
          member.runner().launchedAt(),
          member.runner().registeredAt(),
          member.state() instanceof RunnerState.Draining draining ? draining.reason() : null);
    }

    private static String name(RunnerState state) {
      return switch (state) {
        case RunnerState.Requested requested -> requested.recalled() ? "recalled" : "requested";
        case RunnerState.Booting booting -> "booting";
        case RunnerState.Idle idle -> "idle";
        case RunnerState.Busy busy -> "busy";
        case RunnerState.Draining draining -> "draining";
        case RunnerState.Terminating terminating -> "terminating";
        case RunnerState.Terminated terminated -> "terminated";
        case RunnerState.NotLaunched not -> "not-launched";
      };
    }
  }
}
