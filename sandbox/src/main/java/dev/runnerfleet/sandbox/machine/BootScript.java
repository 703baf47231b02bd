package dev.runnerfleet.sandbox.machine;

import dev.runnerfleet.sandbox.machine.wire.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * What a machine finds in its user data. A simulated machine does not run it, but reads there where
 * to enrol.
 */
record BootScript(String text) {

  /** The line that Linux's bootstrap begins with, or Windows's. */
  private static final Pattern ENROLMENT_URL =
      Pattern.compile(
          "^(?:RUNNERFLEET_ENROLMENT_URL=|\\$RunnerfleetEnrolmentUrl = )'([^']*)'",
          Pattern.MULTILINE);

  private static final int GZIP = 0x8b1f;

  /** Unpacks what is compressed, as cloud-init does. */
  static BootScript of(byte[] userData) {
    boolean packed =
        userData.length > 1 && ((userData[0] & 0xff) | (userData[1] & 0xff) << 8) == GZIP;
    return new BootScript(
        new String(packed ? unpacked(userData) : userData, StandardCharsets.UTF_8));
  }

  private static byte[] unpacked(byte[] userData) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(userData))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String enrolmentUrl() {
    Matcher line = ENROLMENT_URL.matcher(text);
    if (!line.find()) {
      throw new RefusedException("The user data names no enrolment URL");
    }
    return line.group(1);
  }
}
