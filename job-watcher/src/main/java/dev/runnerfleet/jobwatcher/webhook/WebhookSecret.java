package dev.runnerfleet.jobwatcher.webhook;

import dev.runnerfleet.jobwatcher.WatcherConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What GitLab must know to be believed. */
@ApplicationScoped
class WebhookSecret {

  private final Optional<byte[]> secret;

  WebhookSecret(WatcherConfig config) {
    this.secret = config.webhookSecret().map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  /** Compares in a time that tells nothing of the secret. */
  boolean matches(@Nullable String given) {
    byte[] token = (given == null ? "" : given).getBytes(StandardCharsets.UTF_8);
    return secret.map(wanted -> MessageDigest.isEqual(wanted, token)).orElse(true);
  }
}
