package dev.runnerfleet.scaler.core;

import dev.runnerfleet.contracts.launch.LaunchRunner.Purpose;
import dev.runnerfleet.contracts.runner.Offering.Market;
import dev.runnerfleet.scaler.core.Limits.Limit;
import dev.runnerfleet.scaler.core.decision.Decision.Hold;
import dev.runnerfleet.scaler.core.decision.Decision.Launch;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import dev.runnerfleet.scaler.core.pool.LaunchHealth;
import dev.runnerfleet.scaler.core.pool.LaunchStop;
import dev.runnerfleet.scaler.core.pool.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many machines are ordered, and what holds those that are not.
 *
 * @param limited whether a limit or a budget holds some
 */
record Launches(List<Launch> launches, List<Hold> holds, boolean limited) {

  static Launches of(Situation situation, Departures departures, Limits limits) {
    ByMarket free = departures.free();
    ByMarket needed = Turns.needed(situation.jobs(), free, situation.slots());
    int wanted =
        situation.closed()
            ? needed.total()
            : needed.total() + reserve(situation, departures, needed.total());
    Optional<Hold> stop = stop(situation);
    Limit limit = limits.tightest();
    int room = stop.isPresent() ? 0 : Math.clamp(limit.room(), 0, wanted);
    ByMarket forJobs = Turns.within(room, needed, situation.queue(), free, situation.slots());
    int forReserve = needed.total() < room ? room - needed.total() : 0;
    ByMarket served = free.plus(forJobs.plus(null, forReserve).times(situation.slots()));
    int servedJobs = served.serving(situation.jobs()).total();
    List<Hold> holds = new ArrayList<>();
    boolean held = forJobs.total() + forReserve < wanted;
    if (held) {
      int jobs = situation.queued() - servedJobs;
      holds.add(
          stop.map(hold -> new Hold(hold.reason(), jobs, hold.detail()))
              .orElseGet(() -> new Hold(limit.reason(), jobs, limit.detail())));
    }
    int waiting = servedJobs - departures.ready().serving(situation.jobs()).total();
    if (waiting > 0) {
      holds.add(new Hold(HoldReason.WAITING_FOR_BOOT, waiting, ""));
    }
    ByMarket beside =
        beside(situation, departures, forJobs, forReserve)
            .first(stop.isPresent() ? 0 : Math.max(0, limit.room() - forJobs.total() - forReserve));
    return new Launches(launches(forJobs.plus(beside), forReserve), holds, held && stop.isEmpty());
  }

  /**
   * Machines beside those that are short: a job that comes and finds no slot ready gets one of its
   * own, though another boots that no job waits for any more, as that may be taken by then. Where
   * jobs share machines, those that wait share these. An order that is not called yet and that no
   * job needs would be taken back: the job has that one. Nothing is held where there is no room for
   * them: what jobs need is on its way.
   */
  private static ByMarket beside(
      Situation situation, Departures departures, ByMarket forJobs, int forReserve) {
    if (situation.closed() || situation.whole().pressed()) {
      return ByMarket.NONE;
    }
    int slots = situation.slots();
    ByMarket unready = situation.jobs().without(departures.ready().serving(situation.jobs()));
    ByMarket before = unready.without(ByMarket.arrived(situation.queue()));
    ByMarket own = unready.machines(slots).without(before.machines(slots));
    int notOrdered = unready.machines(slots).total() - departures.ordered().total() / slots;
    int most = Math.min(own.total(), notOrdered) - forJobs.total() - forReserve;
    return own.without(forJobs).first(Math.max(0, most));
  }

  /** Machines beyond those for jobs that the warm buffer or an override lacks. */
  private static int reserve(Situation situation, Departures departures, int forJobs) {
    int slots = situation.slots();
    ByMarket free = departures.free();
    int missing = situation.queued() - free.serving(situation.jobs()).total();
    int left = departures.lasting() + forJobs * slots - missing;
    int forBuffer = Math.ceilDiv(Math.max(0, situation.buffer() - left), slots);
    int forOverride = situation.least() - departures.standing() - forJobs;
    return Math.max(forBuffer, forOverride);
  }

  private static List<Launch> launches(ByMarket forJobs, int forReserve) {
    List<Launch> launches = new ArrayList<>();
    add(launches, Purpose.WAITING_JOB, forJobs.spot(), Market.SPOT);
    add(launches, Purpose.WAITING_JOB, forJobs.onDemand(), Market.ON_DEMAND);
    add(launches, Purpose.WAITING_JOB, forJobs.open(), null);
    add(launches, Purpose.WARM_BUFFER, forReserve, null);
    return launches;
  }

  private static void add(
      List<Launch> launches, Purpose purpose, int count, @Nullable Market market) {
    if (count > 0) {
      launches.add(new Launch(purpose, count, market));
    }
  }

  private static Optional<Hold> stop(Situation situation) {
    Pool pool = situation.pool();
    LaunchHealth health = pool.launches();
    if (pool.closed()) {
      return Optional.of(new Hold(HoldReason.POOL_CLOSED, 0, ""));
    }
    if (pool.paused()) {
      return Optional.of(new Hold(HoldReason.PAUSED, 0, ""));
    }
    if (situation.closed()) {
      return Optional.of(new Hold(HoldReason.POOL_OFF, 0, ""));
    }
    Optional<LaunchStop> stopped =
        health.stop(pool.spec().revision()).filter(stop -> !stop.probes(situation.now()));
    if (stopped.isPresent()) {
      return stopped.map(stop -> new Hold(stop.hold(), 0, stop.detail()));
    }
    return health.backsOff(situation.now())
        ? Optional.of(
            new Hold(
                HoldReason.LAUNCH_BACKING_OFF,
                0,
                "%s; next order at %s".formatted(health.detail(), health.until())))
        : Optional.empty();
  }
}
