package dev.runnerfleet.scaler.imports;

/** No pool can be made of the entry that is being read. */
final class RefusedEntry extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final String reason;

  RefusedEntry(int line, String reason) {
    super(reason);
    this.line = line;
    this.reason = reason;
  }

  Refusal of(String name) {
    return new Refusal(line, name, reason);
  }
}
