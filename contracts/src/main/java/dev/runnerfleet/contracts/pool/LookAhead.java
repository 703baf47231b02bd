package dev.runnerfleet.contracts.pool;

import dev.runnerfleet.contracts.InvalidValueException;

/**
 * Whether machines are launched for jobs that are not queued yet.
 *
 * @param surety from what surety on a foreseen job counts, 0 to 1
 * @param shareOfMax what share of the pool's max runners may be launched for such jobs, 0 to 1
 */
public record LookAhead(Mode mode, double surety, double shareOfMax) {

  public static final LookAhead AUTO = new LookAhead(Mode.AUTO, 0.5, 0.5);
  public static final LookAhead OFF = new LookAhead(Mode.OFF, 1, 0);

  /** OFF: never. AUTO: with Runnerfleet's own figures. TUNED: with the operator's. */
  public enum Mode {
    OFF,
    AUTO,
    TUNED
  }

  public LookAhead {
    share("look-ahead.surety", surety);
    share("look-ahead.share-of-max", shareOfMax);
  }

  private static void share(String field, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new InvalidValueException(field, value, "a number from 0 to 1");
    }
  }
}
