package dev.runnerfleet.scaler.documents;

import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.Schedule;
import dev.runnerfleet.scaler.core.schedule.CronPeriod;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads how many machines a pool has, and when it has others. */
final class CapacityReader {

  /** See the decision record on defaults: no trace pays more beside its jobs than for them. */
  private static final Duration IDLE_TIME = Duration.ofMinutes(5);

  private CapacityReader() {}

  static Capacity capacity(Section pool) {
    Section section =
        pool.section(
            "capacity",
            Set.of(
                "slots-per-runner",
                "max-runners",
                "idle",
                "idle-time",
                "idle-scale-factor",
                "idle-max",
                "max-jobs-per-runner",
                "max-growth",
                "max-lifetime",
                "drift-share"));
    Capacity capacity =
        new Capacity(
            section.number("slots-per-runner", 1).orElse(1),
            section.required(
                "max-runners", section.number("max-runners", 0), "a whole number from 0"),
            section.number("idle", 0).orElse(0),
            section.duration("idle-time").orElse(IDLE_TIME),
            section.number("max-jobs-per-runner", 0).orElse(0),
            section.number("max-growth", 0).orElse(0),
            section.duration("max-lifetime").orElse(Duration.ofHours(24)),
            section.factor("idle-scale-factor").orElse(0.0),
            section.number("idle-max", 0).orElse(0),
            section.share("drift-share").orElse(Capacity.DRIFT_SHARE));
    checkIdle(section, capacity.idle(), capacity.idleMax(), capacity);
    return capacity;
  }

  static Schedule schedule(Section item, Capacity base) {
    Section schedule =
        Section.of(
            item.path(),
            item.node(),
            Set.of(
                "periods",
                "timezone",
                "idle",
                "idle-time",
                "max-runners",
                "idle-scale-factor",
                "idle-max"));
    Optional<Integer> idle = schedule.number("idle", 0);
    Optional<Integer> max = schedule.number("max-runners", 0);
    Optional<Integer> idleMax = schedule.number("idle-max", 0);
    checkIdle(schedule, idle.orElse(0), idleMax.orElse(0), max.orElse(base.maxRunners()), base);
    return new Schedule(
        periods(schedule),
        timezone(schedule),
        idle.orElse(null),
        schedule.duration("idle-time").orElse(null),
        max.orElse(null),
        schedule.factor("idle-scale-factor").orElse(null),
        idleMax.orElse(null));
  }

  private static List<String> periods(Section schedule) {
    List<String> periods =
        MachineReader.atLeastOne(schedule, "periods", "a seven-field cron expression");
    for (int i = 0; i < periods.size(); i++) {
      String period = periods.get(i);
      PoolReader.checked(schedule.at("periods[" + i + "]"), () -> CronPeriod.parse(period));
    }
    return periods;
  }

  private static void checkIdle(Section section, int idle, int idleMax, Capacity capacity) {
    checkIdle(section, idle, idleMax, capacity.maxRunners(), capacity);
  }

  // A buffer that the limit never lets be filled is a mistake; a pool that is switched off, with a
  // limit of 0, may keep its buffer for later.
  private static void checkIdle(
      Section section, int idle, int idleMax, int maxRunners, Capacity capacity) {
    long slots = (long) maxRunners * capacity.slotsPerRunner();
    if (maxRunners > 0 && idle > slots) {
      throw section.wrong(
          "idle", "%d at most, the slots of max-runners %d".formatted(slots, maxRunners));
    }
    if (idleMax != 0 && idleMax < idle) {
      throw section.wrong("idle-max", "0 for no bound, or idle, %d, or more".formatted(idle));
    }
  }

  private static ZoneId timezone(Section schedule) {
    String expected = "a time zone such as UTC or Europe/Berlin";
    try {
      return ZoneId.of(schedule.text("timezone", expected).orElse("UTC"));
    } catch (DateTimeException e) {
      throw schedule.wrong("timezone", expected);
    }
  }
}
