package dev.runnerfleet.jobwatcher.webhook;

import jakarta.ws.rs.HeaderParam;
import org.jspecify.annotations.Nullable;

/**
 * The headers of GitLab's webhooks that matter (GitLab documentation, "Webhooks", delivery
 * headers).
 *
 * @param token the shared secret
 * @param idempotencyKey stays the same when a delivery is made again
 * @param id the same under its newer name, part of what is signed
 * @param timestamp in seconds
 */
record WebhookHeaders(
    @HeaderParam("X-Gitlab-Token") @Nullable String token,
    @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
    @HeaderParam("webhook-id") @Nullable String id,
    @HeaderParam("webhook-timestamp") @Nullable String timestamp,
    @HeaderParam("webhook-signature") @Nullable String signature) {

  /** Without what proves anything. */
  @Override
  public String toString() {
    return "WebhookHeaders[" + idempotencyKey + "]";
  }
}
