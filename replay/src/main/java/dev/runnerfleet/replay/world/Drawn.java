package dev.runnerfleet.replay.world;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.disturbance.Disturbance;
import dev.runnerfleet.sandbox.core.aws.disturbance.Disturbances;
import dev.runnerfleet.sandbox.core.aws.instance.LaunchOrder;
import dev.runnerfleet.sandbox.core.aws.roster.Boot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;

/** A world in which nothing goes wrong that was not asked for, and boots take what was said. */
record Drawn(Boots boots, SplittableRandom random) implements Disturbances {

  /** What boots within its launch call would be up before anybody could know of it. */
  private static final Duration LEAST = Duration.ofMillis(1);

  @Override
  public Disturbance before(String action, Instant now) {
    return new Disturbance.None();
  }

  @Override
  public Optional<Refusal> inFleet(Offering offering, Instant now) {
    return Optional.empty();
  }

  @Override
  public boolean isDry(Offering offering, Instant now) {
    return false;
  }

  @Override
  public Boot boot(LaunchOrder order, Boot planned, Instant now) {
    Duration time = boots.draw(random);
    return new Boot(time.isZero() ? LEAST : time, planned.outcome());
  }
}
