package dev.runnerfleet.sandbox.webhook;

import dev.runnerfleet.sandbox.gitlab.wire.Links;
import dev.runnerfleet.sandbox.gitlab.wire.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The headers of GitLab's WebHookService. */
record HookHeaders(Optional<String> secret, Links links) {

  /**
   * The headers of one attempt. Only the idempotency key stands for the event: the webhook's UUID
   * is new with every attempt, and the event's is shared by whatever one request led to.
   */
  Map<String, String> of(Hook hook) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", "GitLab/" + Version.NUMBER);
    headers.put("Idempotency-Key", hook.idempotencyKey().toString());
    headers.put("X-Gitlab-Event", hook.event());
    headers.put("X-Gitlab-Webhook-UUID", UUID.randomUUID().toString());
    headers.put("X-Gitlab-Instance", links.base());
    headers.put("X-Gitlab-Event-UUID", UUID.randomUUID().toString());
    secret.ifPresent(token -> headers.put("X-Gitlab-Token", token));
    return headers;
  }

  /** Without the token, so that no log can show it. */
  @Override
  public String toString() {
    return "HookHeaders[" + links.base() + "]";
  }
}
