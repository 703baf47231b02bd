package dev.runnerfleet.contracts.runner;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.runnerfleet.contracts.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The SHA-256, in hex, of the key that a machine was given at its enrolment for its own reports.
 * Who knows it can tell a true key, and has none: the key itself is 256 random bits, so that its
 * digest may be told to everyone.
 */
public record ReportKeyDigest(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ReportKeyDigest {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException("reportKeyDigest", value, "a SHA-256 in lower-case hex");
    }
  }

  /** Of a key as the machine sends it. */
  public static ReportKeyDigest of(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return new ReportKeyDigest(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
