package dev.runnerfleet.provisioner.ec2;

import dev.runnerfleet.provisioner.core.FleetReply;
import dev.runnerfleet.provisioner.core.Refusal;

/** How a call of CreateFleet ended. */
public sealed interface FleetAnswer {

  /** AWS answered, with machines or without. */
  record Replied(FleetReply reply) implements FleetAnswer {}

  /** AWS refused the call, or no answer came. */
  record Refused(Refusal refusal) implements FleetAnswer {}
}
