package dev.runnerfleet.sandbox.machine;

/** The other side understood and will not do it; asking again is of no use. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message, null, false, false);
  }
}
