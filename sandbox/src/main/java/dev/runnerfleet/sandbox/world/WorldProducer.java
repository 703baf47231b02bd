package dev.runnerfleet.sandbox.world;

import dev.runnerfleet.sandbox.SandboxConfig;
import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.aws.Cloud;
import dev.runnerfleet.sandbox.core.aws.CloudSettings;
import dev.runnerfleet.sandbox.core.gitlab.Forge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Builds the world from the configuration, once. */
@ApplicationScoped
class WorldProducer {

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  World world(SandboxConfig config, Clock clock) {
    var forge = new Forge();
    var settings =
        new CloudSettings(
            config.sandbox().account(),
            config.sandbox().region(),
            config.sandbox().bootTime(),
            config.sandbox().seed());
    return new World(new Cloud(settings, forge::isBusy), forge, clock.instant());
  }
}
