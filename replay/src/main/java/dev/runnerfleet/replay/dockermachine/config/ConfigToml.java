package dev.runnerfleet.replay.dockermachine.config;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.InstanceType;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.catalogue.Zone;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A runner manager's configuration, as far as it decides about machines.
 *
 * @param concurrent the most jobs over all entries
 * @param checkInterval between two looks at GitLab, divided by the number of entries
 */
public record ConfigToml(int concurrent, Duration checkInterval, List<RunnerEntry> entries) {

  public ConfigToml {
    entries = List.copyOf(entries);
  }

  /** What is launched, in words. */
  public String machines() {
    return entries.stream()
        .map(RunnerEntry::launched)
        .map(each -> each.type() + (each.market() == Market.SPOT ? " spot" : " on-demand"))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /**
   * Sees that the simulated AWS has what is to be launched.
   *
   * @param catalogue by region
   * @throws InvalidValueException naming the option that it has nothing for
   */
  public void requireKnown(Function<String, Catalogue> catalogue) {
    for (RunnerEntry entry : entries) {
      RunnerEntry.Launched launched = entry.launched();
      Catalogue known = catalogue.apply(launched.region());
      if (known.type(launched.type()).isEmpty()) {
        throw new InvalidValueException(
            "amazonec2-instance-type",
            launched.type(),
            "a type that the simulated %s has (%s), or --spot with a folder that describes it in instance-types-%s.csv"
                .formatted(
                    launched.region(),
                    known.types().stream()
                        .map(InstanceType::name)
                        .limit(20)
                        .collect(Collectors.joining(", ")),
                    launched.region()));
      }
      List<String> zones = known.zones().stream().map(Zone::name).toList();
      launched
          .zone()
          .filter(zone -> !zones.contains(zone))
          .ifPresent(
              zone -> {
                throw new InvalidValueException(
                    "amazonec2-zone",
                    zone,
                    "a zone of the simulated region: " + String.join(", ", zones));
              });
    }
  }
}
