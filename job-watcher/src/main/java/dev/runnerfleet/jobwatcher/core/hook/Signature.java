package dev.runnerfleet.jobwatcher.core.hook;

import dev.runnerfleet.contracts.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs webhooks as GitLab does: HMAC-SHA256 over id, timestamp and body, under a key that is
 * written {@code whsec_} and base64 (GitLab documentation, "Webhooks", signing tokens; the scheme
 * is that of Standard Webhooks).
 */
public final class Signature {

  /** How far the timestamp may lie from our clock, either way. */
  public static final Duration WINDOW = Duration.ofMinutes(5);

  private static final String PREFIX = "whsec_";
  private static final String VERSION = "v1,";
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private Signature(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * Reads a signing token.
   *
   * @throws InvalidValueException for anything but {@code whsec_} and base64; it does not repeat
   *     the token
   */
  public static Signature of(String field, String token) {
    if (token.startsWith(PREFIX)) {
      try {
        byte[] key = Base64.getDecoder().decode(token.substring(PREFIX.length()));
        if (key.length > 0) {
          return new Signature(key);
        }
      } catch (IllegalArgumentException e) {
        // no base64: answered below
      }
    }
    throw new InvalidValueException(field, "(hidden)", "whsec_ followed by base64");
  }

  /** Whether one of the signatures in the header is right and the time is near ours. */
  public boolean matches(
      @Nullable String id,
      @Nullable String timestamp,
      @Nullable String signatures,
      byte[] body,
      Instant now) {
    if (id == null || timestamp == null || signatures == null || !isNear(timestamp, now)) {
      return false;
    }
    byte[] wanted = sign(id, timestamp, body).getBytes(StandardCharsets.UTF_8);
    boolean matched = false;
    for (String each : signatures.split(" ", -1)) {
      matched |= MessageDigest.isEqual(wanted, each.getBytes(StandardCharsets.UTF_8));
    }
    return matched;
  }

  /** The header's value for a body. */
  public String sign(String id, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
    }
  }

  private static boolean isNear(String timestamp, Instant now) {
    if (!timestamp.matches("[0-9]{1,12}")) {
      return false;
    }
    Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return Duration.between(sent, now).abs().compareTo(WINDOW) <= 0;
  }
}
