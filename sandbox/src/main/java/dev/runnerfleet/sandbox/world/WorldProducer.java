package dev.runnerfleet.sandbox.world;

import dev.runnerfleet.sandbox.SandboxConfig;
import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.aws.Cloud;
import dev.runnerfleet.sandbox.core.aws.CloudSettings;
import dev.runnerfleet.sandbox.core.aws.MarketSettings;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.roster.Visibility;
import dev.runnerfleet.sandbox.core.gitlab.Forge;
import dev.runnerfleet.sandbox.core.gitlab.ForgeSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

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
    var forge = forge(config, firstId);
    return new World(cloud(config, firstId, forge::isBusy), forge, clock.instant());
  }

  private static Forge forge(SandboxConfig config, long firstId) {
    var limits =
        new ForgeSettings.Limits(
            config.sandbox().gitlabRequestsPerMinute(), config.sandbox().runnerRequestsPerMinute());
    return new Forge(
        new ForgeSettings(
            config.sandbox().seed(), firstId, limits, config.sandbox().disableFailingWebhooks()));
  }

  private static Cloud cloud(SandboxConfig config, long firstId, Predicate<String> busy) {
    var sandbox = config.sandbox();
    var ec2 = sandbox.ec2();
    var settings =
        new CloudSettings(
            sandbox.account(),
            sandbox.region(),
            sandbox.bootTime(),
            // Ids follow from it, and who outlives the sandbox must not meet one of them again.
            sandbox.seed() + firstId,
            new Visibility(ec2.hiddenAfterLaunch(), ec2.shownAfterEnd()),
            ec2.pageTokenLife(),
            new MarketSettings(sandbox.seed(), ec2.spotVcpus(), ec2.interruptionFactor()));
    var catalogue =
        ec2.spotData()
            .map(folder -> SpotData.read(folder, sandbox.region()))
            .orElseGet(() -> Catalogue.builtIn(sandbox.region()));
    var cloud = new Cloud(settings, catalogue, busy);
    cloud.limits().resize("CreateFleet", ec2.createFleetBurst(), ec2.createFleetPerSecond());
    ec2.spotVcpuQuota().ifPresent(vcpus -> cloud.quotas().limit(Market.SPOT, vcpus));
    ec2.onDemandVcpuQuota().ifPresent(vcpus -> cloud.quotas().limit(Market.ON_DEMAND, vcpus));
    return cloud;
  }

  /** Beyond what any sandbox before has given, unless it made a hundred things a second. */
  private static long firstId(Clock clock) {
    return Math.max(1, Duration.between(ID_EPOCH, clock.instant()).toMillis() / 10);
  }
}
