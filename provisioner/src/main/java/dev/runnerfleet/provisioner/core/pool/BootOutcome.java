package dev.runnerfleet.provisioner.core.pool;

import dev.runnerfleet.contracts.RunnerId;

/** What became of a machine's boot. */
public sealed interface BootOutcome {

  RunnerId runner();

  /** It enrolled. */
  record Enrolled(RunnerId runner) implements BootOutcome {}

  /** It had its time, did not enrol, and was given up on. */
  record NeverEnrolled(RunnerId runner) implements BootOutcome {}

  /** It ended before that, or was never launched, and so tells nothing. */
  record Lost(RunnerId runner) implements BootOutcome {}
}
