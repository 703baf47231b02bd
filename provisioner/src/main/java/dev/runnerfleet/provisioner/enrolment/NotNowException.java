package dev.runnerfleet.provisioner.enrolment;

/** Whether the machine may enrol cannot be told or carried out now; it shall come again. */
final class NotNowException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotNowException(String reason) {
    super(reason);
  }

  NotNowException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
