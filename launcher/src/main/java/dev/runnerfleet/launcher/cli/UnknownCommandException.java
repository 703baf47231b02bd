package dev.runnerfleet.launcher.cli;

/** The command line makes no sense. The message says why, in a line. */
final class UnknownCommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownCommandException(String message) {
    super(message);
  }
}
