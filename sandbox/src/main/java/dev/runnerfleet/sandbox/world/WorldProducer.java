package dev.runnerfleet.sandbox.world;

import dev.runnerfleet.sandbox.SandboxConfig;
import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.aws.Cloud;
import dev.runnerfleet.sandbox.core.aws.CloudSettings;
import dev.runnerfleet.sandbox.core.gitlab.Forge;
import dev.runnerfleet.sandbox.core.gitlab.ForgeSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Builds the world from the configuration, once. */
@ApplicationScoped
class WorldProducer {
  private static final Instant ID_EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  World world(SandboxConfig config, Clock clock) {
    long firstId = firstId(clock);
    var forge = new Forge(new ForgeSettings(config.sandbox().seed(), firstId));
    var settings =
        new CloudSettings(
            config.sandbox().account(),
            config.sandbox().region(),
            config.sandbox().bootTime(),
            // Ids follow from it, and who outlives the sandbox must not meet one of them again.
            config.sandbox().seed() + firstId);
    return new World(new Cloud(settings, forge::isBusy), forge, clock.instant());
  }

  /** Beyond what any sandbox before has given, unless it made a hundred things a second. */
  private static long firstId(Clock clock) {
    return Math.max(1, Duration.between(ID_EPOCH, clock.instant()).toMillis() / 10);
  }
}
