package dev.runnerfleet.sandbox.core.aws.disturbance;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Offering;
import dev.runnerfleet.sandbox.core.aws.instance.LaunchOrder;
import dev.runnerfleet.sandbox.core.aws.roster.Boot;
import java.time.Instant;
import java.util.Optional;

/**
 * What has been ordered to go wrong. The cloud asks at the moment itself and keeps nothing of the
 * answer, so that an order's start and end are the business of whoever keeps the orders.
 */
public interface Disturbances {
  /** Nothing goes wrong. */
  Disturbances NONE = new Calm();

  /** What happens to a call of this action, before it is looked at. */
  Disturbance before(String action, Instant now);

  /**
   * The error that a fleet's reply names for this offering in place of instances; the reply itself
   * is a success, which is how AWS tells of throttling inside a fleet.
   */
  Optional<Refusal> inFleet(Offering offering, Instant now);

  /** Whether the offering has nothing left, whatever its capacity is. */
  boolean isDry(Offering offering, Instant now);

  /** How an instance of this order comes up, which was to come up as planned. */
  Boot boot(LaunchOrder order, Boot planned, Instant now);
}
