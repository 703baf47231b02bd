package dev.runnerfleet.sandbox.webhook;

import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.gitlab.wire.Version;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The headers of GitLab's WebHookService. */
record HookHeaders(Links links) {

  /**
   * The headers of one attempt. Only the idempotency key stands for the event: the webhook's UUID
   * is new with every attempt, and the event's is shared by whatever one request led to.
   */
  Map<String, String> of(Delivery delivery, byte[] body, Instant now) {
    String key = delivery.idempotencyKey().toString();
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", "GitLab/" + Version.NUMBER);
    headers.put("Idempotency-Key", key);
    headers.put("X-Gitlab-Event", delivery.event());
    headers.put("X-Gitlab-Webhook-UUID", UUID.randomUUID().toString());
    headers.put("X-Gitlab-Instance", links.base());
    headers.put("X-Gitlab-Event-UUID", UUID.randomUUID().toString());
    String token = delivery.addressee().token();
    if (token != null) {
      headers.put("X-Gitlab-Token", token);
    }
    String signingToken = delivery.addressee().signingToken();
    if (signingToken != null) {
      String timestamp = String.valueOf(now.getEpochSecond());
      headers.put("webhook-id", key);
      headers.put("webhook-timestamp", timestamp);
      headers.put("webhook-signature", Signature.of(signingToken, key, timestamp, body));
    }
    return headers;
  }
}
