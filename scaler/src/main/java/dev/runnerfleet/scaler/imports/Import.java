package dev.runnerfleet.scaler.imports;

import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.imports.entry.Refusal;
import dev.runnerfleet.scaler.imports.entry.Warning;
import java.util.List;
import java.util.Optional;

/**
 * What a config.toml comes to.
 *
 * @param fleet what all its pools together must keep to, from {@code concurrent}
 * @param warnings in the order of their lines
 */
public record Import(
    Optional<FleetLimits> fleet,
    List<ImportedPool> pools,
    List<Refusal> refused,
    List<Warning> warnings) {

  public Import {
    pools = List.copyOf(pools);
    refused = List.copyOf(refused);
    warnings = List.copyOf(warnings);
  }
}
