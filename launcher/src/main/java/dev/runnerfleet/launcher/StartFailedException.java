package dev.runnerfleet.launcher;

/** The stack cannot run. The message is for people: what, why, and what to do, in a line. */
public final class StartFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StartFailedException(String message) {
    super(message);
  }

  public StartFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
