package dev.runnerfleet.provisioner.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Who may enrol, as far as our own records and the identity document say. */
public final class EnrolmentRule {

  /**
   * What we know of the machine's launch.
   *
   * @param closed whether its runner is over
   */
  public record Launch(String region, Instant launchedAt, boolean closed) {}

  /** Why a machine may not enrol. For the operator's log; the caller is told none of it. */
  public enum Denial {
    UNKNOWN_INSTANCE,
    RUNNER_CLOSED,
    TOO_LATE,
    FOREIGN_REGION,
    FOREIGN_ACCOUNT,
    BAD_PROOF,
    ALREADY_ENROLLED
  }

  private EnrolmentRule() {}

  public static Optional<Denial> denial(
      IdentityDocument document,
      Launch launch,
      String ownAccount,
      Duration registrationTime,
      Instant now) {
    if (launch.closed()) {
      return Optional.of(Denial.RUNNER_CLOSED);
    }
    if (now.isAfter(launch.launchedAt().plus(registrationTime))) {
      return Optional.of(Denial.TOO_LATE);
    }
    if (!document.region().equals(launch.region())) {
      return Optional.of(Denial.FOREIGN_REGION);
    }
    return document.accountId().equals(ownAccount)
        ? Optional.empty()
        : Optional.of(Denial.FOREIGN_ACCOUNT);
  }
}
