package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.scaler.core.Decision.Recall;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.Runner;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Which orders are taken back: the youngest first, as they are the least likely to be called. */
final class Recalls {

  private static final Comparator<Runner> YOUNGEST_FIRST =
      Comparator.<Runner, Instant>comparing(Runner::requestedAt)
          .reversed()
          .thenComparing(runner -> runner.id().value());

  private Recalls() {}

  /**
   * @param retired idle runners that go by the same decision
   */
  static List<Recall> of(Situation situation, int retired) {
    int requested = situation.fleet().requested().size();
    if (situation.closed()) {
      return youngest(situation, requested, RecallReason.POOL_CLOSED);
    }
    int needless =
        Math.max(0, situation.free() - situation.queued() - situation.buffer()) / situation.slots()
            - retired;
    int over = situation.overLimit();
    return over > needless
        ? youngest(situation, over, RecallReason.LIMIT_LOWERED)
        : youngest(situation, needless, RecallReason.NOT_NEEDED);
  }

  private static List<Recall> youngest(Situation situation, int count, RecallReason reason) {
    return situation.fleet().requested().stream()
        .map(Member::runner)
        .sorted(YOUNGEST_FIRST)
        .limit(Math.max(0, count))
        .map(runner -> recall(runner.id(), reason))
        .toList();
  }

  private static Recall recall(RunnerId runner, RecallReason reason) {
    return new Recall(runner, reason);
  }
}
