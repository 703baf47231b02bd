package dev.runnerfleet.sandbox.core.aws.disturbance;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.instance.LaunchOrder;
import dev.runnerfleet.sandbox.core.aws.roster.Boot;
import java.time.Instant;
import java.util.Optional;

/** Nothing has been ordered. */
record Calm() implements Disturbances {
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
    return planned;
  }
}
