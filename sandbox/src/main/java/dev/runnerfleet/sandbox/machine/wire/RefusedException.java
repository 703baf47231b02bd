package dev.runnerfleet.sandbox.machine.wire;

/** The other side understood and will not do it; asking again is of no use. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    super(message, null, false, false);
  }
}
