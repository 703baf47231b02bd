package dev.runnerfleet.scaler.imports.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** {@code [runners.machine]}: docker+machine's counts, times and schedules. */
final class MachineSection {

  private static final String DRIVER = "amazonec2";
  private static final Map<String, String> IGNORED =
      Map.of(
          "MachineName",
          "ignored: machines are named by their runner ids",
          "MachineOptionsWithName",
          "ignored: options cannot hold the machine's name here",
          "MaxRemovalAttempts",
          "ignored: a termination is repeated until EC2 confirms it");
  private static final String OFF_PEAK =
      "GitLab Runner has ignored OffPeak since 14.0; it is honoured here";

  private final Periods periods;

  MachineSection(Periods periods) {
    this.periods = periods;
  }

  /**
   * Reads the section into a pool.
   *
   * @param max the pool's machines at most
   */
  void read(Keys machine, int max, Draft pool) {
    checkDriver(machine);
    ObjectNode capacity = pool.section("capacity");
    capacity.put("slots-per-runner", 1);
    capacity.put("max-runners", max);
    within(max, idling(machine), machine, "IdleCount").write(capacity);
    capacity.put("max-jobs-per-runner", machine.number("MaxBuilds"));
    capacity.put("max-growth", machine.number("MaxGrowthRate"));
    capacity.put("max-lifetime", "0s"); // docker+machine knows none
    offPeak(machine, max, pool);
    for (Keys section : machine.tables("autoscaling")) {
      schedule(section, max, pool);
    }
    new MachineOptions(pool).read(machine);
    machine.ignore(IGNORED);
  }

  private static void checkDriver(Keys machine) {
    String driver = machine.text("MachineDriver").orElse("");
    if (!driver.equals(DRIVER)) {
      throw machine.refused(
          "MachineDriver", "machines are made on EC2 alone, by the driver " + DRIVER);
    }
  }

  private static Idling idling(Keys keys) {
    double factor = keys.factor("IdleScaleFactor");
    int least = keys.number("IdleCountMin");
    if (factor > 0) {
      keys.warn(
          "IdleScaleFactor",
          "the share of the machines in use is rounded up here, where GitLab Runner rounds down");
    } else if (least > 0) {
      keys.warn(
          "IdleCountMin", "without effect where there is no IdleScaleFactor, as in GitLab Runner");
    }
    return Idling.ofMachine(keys.number("IdleCount"), least, factor, keys.number("IdleTime"));
  }

  private void offPeak(Keys machine, int max, Draft pool) {
    List<String> times = periods.ofMachine(machine, "OffPeakPeriods");
    int idle = machine.number("OffPeakIdleCount");
    int seconds = machine.number("OffPeakIdleTime");
    for (String key :
        List.of("OffPeakPeriods", "OffPeakTimezone", "OffPeakIdleCount", "OffPeakIdleTime")) {
      if (machine.has(key)) {
        machine.warn(
            key, times.isEmpty() ? "without effect, as there are no OffPeakPeriods" : OFF_PEAK);
      }
    }
    String zone =
        machine.has("OffPeakTimezone") || !times.isEmpty()
            ? periods.zone(machine, "OffPeakTimezone")
            : "UTC";
    if (!times.isEmpty()) {
      Idling idling = within(max, new Idling(idle, seconds, 0, 0), machine, "OffPeakIdleCount");
      put(pool, times, zone, idling);
    }
  }

  private void schedule(Keys section, int max, Draft pool) {
    List<String> times = periods.ofMachine(section, "Periods");
    if (times.isEmpty()) {
      throw section.refused("Periods", "a section of autoscaling has no Periods");
    }
    String zone = periods.zone(section, "Timezone");
    if (!section.has("IdleTime")) {
      section.warn(
          section.line(),
          "IdleTime",
          "a section replaces all four values: without it, IdleTime is 0");
    }
    put(pool, times, zone, within(max, idling(section), section, "IdleCount"));
    section.ignore(Map.of());
  }

  private static void put(Draft pool, List<String> times, String zone, Idling idling) {
    ObjectNode schedule = pool.list("schedules").addObject();
    schedule.set("periods", Draft.texts(times));
    schedule.put("timezone", zone);
    idling.write(schedule);
  }

  private static Idling within(int max, Idling wanted, Keys keys, String key) {
    if (wanted.idle() > max || wanted.max() > max) {
      keys.warn(
          key,
          "more than the %d machines that limits leave; they win, as in GitLab Runner"
              .formatted(max));
    }
    return wanted.within(max);
  }
}
