package dev.runnerfleet.reaper.report;

/** The report is not the machine's. The reason is for the operator's log alone. */
final class DeniedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DeniedException(String reason) {
    super(reason);
  }
}
