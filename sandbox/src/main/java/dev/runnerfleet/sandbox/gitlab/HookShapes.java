package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.gitlab.hook.Hook;
import dev.runnerfleet.sandbox.core.gitlab.hook.HookEvent;
import dev.runnerfleet.sandbox.core.gitlab.hook.HookOwner;
import dev.runnerfleet.sandbox.core.gitlab.hook.HookSettings;
import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import dev.runnerfleet.sandbox.gitlab.wire.Times;
import java.time.Instant;
import java.util.List;

/** Webhooks as GitLab's REST interface shows them: of their secrets only that they are there. */
record HookShapes(Instant now) {

  Shape shape(Hook hook) {
    HookSettings settings = hook.settings();
    var shape =
        new Shape()
            .with("id", hook.id())
            .with("url", settings.url().toString())
            .with("name", settings.name())
            .with("description", settings.description())
            .with("created_at", Times.iso(hook.createdAt()));
    boolean ofGroup = hook.owner() instanceof HookOwner.OfGroup;
    for (HookEvent event : HookEvent.values()) {
      if (ofGroup || !event.isOfGroups()) {
        shape.with(event.wireName(), settings.events().contains(event));
      }
    }
    shape
        .with("enable_ssl_verification", settings.verifiesTls())
        .with("alert_status", hook.health().alertStatus(now))
        .with("disabled_until", Times.iso(hook.health().disabledUntil()))
        .with("url_variables", List.of())
        .with("push_events_branch_filter", null)
        .with("branch_filter_strategy", "wildcard")
        .with("custom_webhook_template", null)
        .with("custom_headers", List.of())
        .with("token_present", settings.token() != null)
        .with("signing_token_present", settings.signingToken() != null);
    return switch (hook.owner()) {
      case HookOwner.OfProject project -> shape.with("project_id", project.id());
      case HookOwner.OfGroup group -> shape.with("group_id", group.id());
    };
  }
}
