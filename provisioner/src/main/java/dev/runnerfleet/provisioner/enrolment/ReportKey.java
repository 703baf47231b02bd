package dev.runnerfleet.provisioner.enrolment;

import dev.runnerfleet.contracts.runner.ReportKeyDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What a machine's own reports are believed by. It is told to the machine once and kept nowhere:
 * others get its digest, and a machine that lost it is given another with its next enrolment.
 */
record ReportKey(String value) {

  private static final int BYTES = 32;

  static ReportKey random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new ReportKey(HexFormat.of().formatHex(bytes));
  }

  ReportKeyDigest digest() {
    return ReportKeyDigest.of(value);
  }

  /** Without the key, so that no log can show it. */
  @Override
  public String toString() {
    return "ReportKey";
  }
}
