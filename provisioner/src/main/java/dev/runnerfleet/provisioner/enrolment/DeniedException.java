package dev.runnerfleet.provisioner.enrolment;

import dev.runnerfleet.provisioner.core.EnrolmentRule;

/** The machine may not enrol. The reason is for the operator's log alone. */
final class DeniedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final EnrolmentRule.Denial denial;

  DeniedException(EnrolmentRule.Denial denial) {
    super(denial.name());
    this.denial = denial;
  }

  EnrolmentRule.Denial denial() {
    return denial;
  }
}
