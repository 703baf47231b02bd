package dev.runnerfleet.provisioner.enrolment;

import java.time.Duration;

/** Whether the machine may enrol cannot be told or carried out now; it shall come again. */
final class NotNowException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** When the machine shall come again, unless something says otherwise. */
  static final Duration SOON = Duration.ofSeconds(5);

  private final Duration comeAgain;

  NotNowException(String reason) {
    super(reason);
    this.comeAgain = SOON;
  }

  NotNowException(String reason, Throwable cause) {
    this(reason, cause, SOON);
  }

  NotNowException(String reason, Throwable cause, Duration comeAgain) {
    super(reason, cause);
    this.comeAgain = comeAgain;
  }

  Duration comeAgain() {
    return comeAgain;
  }
}
