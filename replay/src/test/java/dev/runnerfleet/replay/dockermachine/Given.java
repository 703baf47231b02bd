package dev.runnerfleet.replay.dockermachine;

import dev.runnerfleet.replay.dockermachine.config.ConfigReader;
import dev.runnerfleet.replay.outcome.Outcome;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TracedJob;
import dev.runnerfleet.replay.world.Boots;
import dev.runnerfleet.replay.world.Conditions;
import dev.runnerfleet.replay.world.Watch;
import dev.runnerfleet.sandbox.core.aws.MarketSettings;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Traces and configurations for tests. */
final class Given {

  static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  private Given() {}

  static Outcome replay(Trace trace, String config) {
    return replay(trace, config, Trouble.NONE);
  }

  static Outcome replay(Trace trace, String config, Trouble trouble) {
    return DockerMachineReplay.run(
        trace,
        ConfigReader.read(config),
        conditions(new MarketSettings(1, 20_000, 0)),
        trouble,
        Watch.QUIET);
  }

  /** A boot of a minute, a round trip of a fifth of a second. */
  static Conditions conditions(MarketSettings market) {
    return new Conditions(
        new Boots.Fixed(Duration.ofSeconds(60)),
        Duration.ofMillis(200),
        1,
        market,
        Catalogue::builtIn);
  }

  static String config(String machine, int requestConcurrency) {
    return """
    concurrent = 100000
    [[runners]]
      executor = "docker+machine"
      request_concurrency = %d
      [runners.machine]
        MachineOptions = ["amazonec2-instance-type=m7i.large", "amazonec2-request-spot-instance"]
    %s
    """
        .formatted(requestConcurrency, machine.indent(4));
  }

  static TracedJob job(long second, long lasting) {
    return new TracedJob(START.plusSeconds(second), Duration.ofSeconds(lasting), Set.of("any"), "");
  }

  static Trace burst(int jobs, long lasting) {
    List<TracedJob> all = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      all.add(job(0, lasting));
    }
    return new Trace("burst", all);
  }
}
