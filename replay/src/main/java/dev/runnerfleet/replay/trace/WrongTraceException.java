package dev.runnerfleet.replay.trace;

/** A line of a trace that cannot be taken; says where it stands and what was expected there. */
public final class WrongTraceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongTraceException(String file, long line, String column, String value, String expected) {
    super(
        "%s, line %d, column %s: '%s'; expected %s"
            .formatted(file, line, column, shortened(value), expected));
  }

  private static String shortened(String value) {
    return value.length() <= 80 ? value : value.substring(0, 80) + "…";
  }
}
