package dev.runnerfleet.jobwatcher.webhook;

import dev.runnerfleet.jobwatcher.WatcherConfig;
import dev.runnerfleet.jobwatcher.core.hook.Signature;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Optional;

/**
 * What a webhook must bring to be believed: the secret, the signature, or both where both are set.
 */
@ApplicationScoped
class WebhookSecret {

  private static final int LONGEST_KEY = 200;

  private final Optional<byte[]> secret;
  private final Optional<Signature> signature;
  private final Clock clock;

  WebhookSecret(WatcherConfig config, Clock clock) {
    this.secret = config.webhookSecret().map(text -> text.getBytes(StandardCharsets.UTF_8));
    this.signature =
        config
            .webhookSigningToken()
            .map(token -> Signature.of("runnerfleet.webhook-signing-token", token));
    this.clock = clock;
  }

  /** Compares in a time that tells nothing of the secrets. */
  boolean matches(WebhookHeaders headers, byte[] body) {
    byte[] token =
        (headers.token() == null ? "" : headers.token()).getBytes(StandardCharsets.UTF_8);
    boolean known = secret.map(wanted -> MessageDigest.isEqual(wanted, token)).orElse(true);
    boolean signed =
        signature
            .map(
                wanted ->
                    wanted.matches(
                        headers.id(),
                        headers.timestamp(),
                        headers.signature(),
                        body,
                        clock.instant()))
            .orElse(true);
    return known && signed;
  }

  /** The key under which a webhook counts once: the one that is signed, where signing is asked. */
  Optional<String> key(WebhookHeaders headers) {
    return Optional.ofNullable(
            signature.isPresent() || headers.idempotencyKey() == null
                ? headers.id()
                : headers.idempotencyKey())
        .filter(key -> key.length() <= LONGEST_KEY);
  }
}
