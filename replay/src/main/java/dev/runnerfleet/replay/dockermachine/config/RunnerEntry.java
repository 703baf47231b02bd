package dev.runnerfleet.replay.dockermachine.config;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.scaler.core.schedule.CronPeriod;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code [[runners]]} entry of config.toml.
 *
 * @param limit the most jobs, and the most machines in any state; 0 for none
 * @param requestConcurrency the most requests for a job at a time
 * @param maxBuilds after how many jobs a machine goes; 0 for never
 * @param maxGrowth how many machines are created at a time; 0 for no limit
 * @param sections of autoscaling, of which the last that matches holds
 * @param tags what jobs it takes beside untagged ones; empty where that is not known, in which case
 *     it takes all
 */
public record RunnerEntry(
    String name,
    int limit,
    int requestConcurrency,
    Idling idling,
    List<Section> sections,
    int maxBuilds,
    int maxGrowth,
    Set<String> tags,
    Launched launched) {

  public RunnerEntry {
    sections = List.copyOf(sections);
    tags = Set.copyOf(tags);
  }

  /** {@code [[runners.machine.autoscaling]]}: replaces all four values while it holds. */
  public record Section(List<String> periods, ZoneId zone, Idling idling) {
    boolean holds(Instant now) {
      return periods.stream()
          .anyMatch(period -> CronPeriod.parse(period).includes(now.atZone(zone)));
    }
  }

  /**
   * What is launched.
   *
   * @param zone none: the zone with the most capacity
   * @param maxPrice of a spot instance, an hour; none: what it costs on demand
   */
  public record Launched(
      String region, String type, Market market, Optional<String> zone, Optional<Usd> maxPrice) {}

  public Idling idlingAt(Instant now) {
    return sections.reversed().stream()
        .filter(section -> section.holds(now))
        .findFirst()
        .map(Section::idling)
        .orElse(idling);
  }
}
