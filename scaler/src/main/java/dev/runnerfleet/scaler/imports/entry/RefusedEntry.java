package dev.runnerfleet.scaler.imports.entry;

/** No pool can be made of the entry that is being read. */
public final class RefusedEntry extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final String reason;

  RefusedEntry(int line, String reason) {
    super(reason);
    this.line = line;
    this.reason = reason;
  }

  public Refusal of(String name) {
    return new Refusal(line, name, reason);
  }
}
