package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.launch.LaunchRunner.Purpose;
import dev.runnerfleet.scaler.core.Decision.Hold;
import dev.runnerfleet.scaler.core.Decision.Launch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How many machines are ordered, and what holds those that are not. */
record Launches(List<Launch> launches, List<Hold> holds) {

  /**
   * @param retired idle runners that go by the same decision; they are no supply any more, but
   *     still count against max runners
   * @param recalled orders that are taken back by the same decision
   */
  static Launches of(Situation situation, int retired, int recalled) {
    int slots = situation.slots();
    int free = situation.free() - (retired + recalled) * slots;
    int forJobs = machines(situation.queued() - free, slots);
    int wanted =
        situation.closed()
            ? forJobs
            : machines(situation.queued() + situation.buffer() - free, slots);
    Optional<Hold> stop = stop(situation, held(situation, free));
    int count = stop.isPresent() ? 0 : Math.min(wanted, room(situation));
    List<Hold> holds = new ArrayList<>();
    if (count < wanted) {
      int held = held(situation, free + count * slots);
      holds.add(stop.orElseGet(() -> limit(situation, held)));
    }
    waitingForBoot(situation, retired, free + count * slots).ifPresent(holds::add);
    return new Launches(launches(count, forJobs), holds);
  }

  private static List<Launch> launches(int count, int forJobs) {
    List<Launch> launches = new ArrayList<>();
    int jobs = Math.min(count, forJobs);
    if (jobs > 0) {
      launches.add(new Launch(Purpose.WAITING_JOB, jobs));
    }
    if (count > jobs) {
      launches.add(new Launch(Purpose.WARM_BUFFER, count - jobs));
    }
    return launches;
  }

  private static int machines(int missingSlots, int slots) {
    return Math.ceilDiv(Math.max(0, missingSlots), slots);
  }

  private static int room(Situation situation) {
    return Math.max(0, Math.min(underMax(situation), underGrowth(situation)));
  }

  private static int underMax(Situation situation) {
    return situation.capacity().maxRunners() - situation.fleet().size();
  }

  private static int underGrowth(Situation situation) {
    int most = situation.capacity().maxGrowth();
    return most == 0 ? Integer.MAX_VALUE : most - situation.onTheirWay();
  }

  private static int held(Situation situation, int free) {
    return Math.clamp(situation.queued() - (long) free, 0, situation.queued());
  }

  private static Optional<Hold> stop(Situation situation, int held) {
    Pool pool = situation.pool();
    LaunchHealth health = pool.launches();
    if (pool.closed()) {
      return Optional.of(new Hold(HoldReason.POOL_CLOSED, held, ""));
    }
    if (pool.paused()) {
      return Optional.of(new Hold(HoldReason.PAUSED, held, ""));
    }
    if (situation.closed()) {
      return Optional.of(new Hold(HoldReason.POOL_OFF, held, ""));
    }
    if (health.refuses(pool.spec().revision())) {
      return Optional.of(new Hold(HoldReason.BAD_CONFIGURATION, held, health.detail()));
    }
    return health.backsOff(situation.now())
        ? Optional.of(
            new Hold(
                HoldReason.LAUNCH_BACKING_OFF,
                held,
                "%s; next order at %s".formatted(health.detail(), health.until())))
        : Optional.empty();
  }

  private static Hold limit(Situation situation, int held) {
    return underMax(situation) <= underGrowth(situation)
        ? new Hold(HoldReason.AT_MAX_RUNNERS, held, "")
        : new Hold(HoldReason.AT_MAX_GROWTH, held, "");
  }

  private static Optional<Hold> waitingForBoot(Situation situation, int retired, int free) {
    int ready = situation.readyFree() - retired * situation.slots();
    int served = situation.queued() - held(situation, free);
    int waiting = served - Math.max(0, ready);
    return waiting > 0
        ? Optional.of(new Hold(HoldReason.WAITING_FOR_BOOT, waiting, ""))
        : Optional.empty();
  }
}
