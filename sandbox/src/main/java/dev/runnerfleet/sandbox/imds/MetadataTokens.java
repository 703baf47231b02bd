package dev.runnerfleet.sandbox.imds;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * IMDSv2's session tokens. A token says itself for which instance and until when it is good, under
 * a key of this process, so none needs to be remembered.
 */
@ApplicationScoped
class MetadataTokens {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final Clock clock;
  private final SecretKeySpec key;

  MetadataTokens(Clock clock) {
    this.clock = clock;
    byte[] secret = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(secret);
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  String issue(String instanceId, Duration validity) {
    long until = clock.instant().plus(validity).toEpochMilli();
    return until + "." + proof(instanceId, until);
  }

  boolean isValid(String instanceId, @Nullable String token) {
    if (token == null) {
      return false;
    }
    int dot = token.indexOf('.');
    if (dot < 1 || !token.substring(0, dot).chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false;
    }
    long until = Long.parseLong(token, 0, Math.min(dot, 18), 10);
    byte[] expected = proof(instanceId, until).getBytes(StandardCharsets.US_ASCII);
    byte[] given = token.substring(dot + 1).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(expected, given)
        && clock.instant().isBefore(Instant.ofEpochMilli(until));
  }

  private String proof(String instanceId, long until) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] text = (instanceId + "|" + until).getBytes(StandardCharsets.UTF_8);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
