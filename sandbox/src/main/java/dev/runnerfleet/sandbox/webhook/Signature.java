package dev.runnerfleet.sandbox.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * GitLab's newer proof that a webhook is its own, as the Standard Webhooks specification has it.
 */
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int PREFIX = "whsec_".length();

  private Signature() {}

  /** Over the id, the time and the body, parted by dots. */
  static String of(String token, String id, String timestamp, byte[] body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      byte[] key = Base64.getDecoder().decode(token.substring(PREFIX));
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no " + ALGORITHM, e);
    }
  }
}
