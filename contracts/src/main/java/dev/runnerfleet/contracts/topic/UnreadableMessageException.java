package dev.runnerfleet.contracts.topic;

/** A message that will never be understood, however often it is read. */
public final class UnreadableMessageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnreadableMessageException(String reason) {
    super(reason);
  }

  public UnreadableMessageException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
