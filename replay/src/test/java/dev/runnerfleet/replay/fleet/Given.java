package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.replay.outcome.Outcome;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TracedJob;
import dev.runnerfleet.replay.world.Boots;
import dev.runnerfleet.replay.world.Conditions;
import dev.runnerfleet.replay.world.Watch;
import dev.runnerfleet.sandbox.core.aws.MarketSettings;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.documents.PoolFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Traces and pools for tests. */
final class Given {

  static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  private Given() {}

  static Conditions conditions(long seed) {
    return conditions(seed, 0);
  }

  /** A boot of a minute, a round trip of a fifth of a second. */
  static Conditions conditions(long seed, double interruptions) {
    return new Conditions(
        new Boots.Fixed(Duration.ofSeconds(60)),
        Duration.ofMillis(200),
        seed,
        new MarketSettings(seed, 20_000, interruptions),
        Catalogue::builtIn);
  }

  static Trace trace(TracedJob... jobs) {
    return new Trace("given", List.of(jobs));
  }

  static TracedJob job(long second, long lasting, String... tags) {
    return new TracedJob(
        START.plusSeconds(second), Duration.ofSeconds(lasting), Set.of(tags), "demo");
  }

  static Trace burst(int jobs, long lasting) {
    List<TracedJob> all = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      all.add(job(0, lasting));
    }
    return new Trace("burst", all);
  }

  static PoolFile pools(String capacity) {
    return PoolFile.read(pool("linux", "docker", capacity));
  }

  static String pool(String name, String tag, String capacity) {
    return """
    pools:
      - name: %s
        region: us-east-1
        gitlab: { scope: group, id: 42 }
        match: { tags: [%s], run-untagged: true }
        machine:
          executor: docker
          image: resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64
          instance-types: [m7i.large, m6i.large, m6a.large]
          subnets: [subnet-0a, subnet-0b, subnet-0c]
          security-groups: [sg-0f]
          disk-gib: 50
        market: { spot: preferred, on-demand-fallback: true }
        retry-interrupted-jobs: true
        capacity: { %s }
    """
        .formatted(name, tag, capacity);
  }

  static Outcome replay(Trace trace, PoolFile pools, Conditions conditions) {
    return FleetReplay.run(
        trace, pools.pools(), pools.fleet().orElse(FleetLimits.NONE), conditions, Watch.QUIET);
  }
}
