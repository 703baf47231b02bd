package dev.runnerfleet.scaler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What an operator sets of the scaler. */
@ConfigMapping(prefix = "runnerfleet")
public interface ScalerConfig {

  /** The file with the pools, in YAML; without one they come over REST alone. */
  Optional<String> pools();

  /**
   * How often every pool is decided on even if nothing happens, for idle times and schedules; from
   * one second to ten.
   */
  @WithDefault("PT2S")
  Duration decisionInterval();

  /** How long finished jobs, gone runners and decisions are kept. */
  @WithDefault("P7D")
  Duration keepHistory();
}
