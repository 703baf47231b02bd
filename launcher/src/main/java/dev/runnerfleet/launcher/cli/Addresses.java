package dev.runnerfleet.launcher.cli;

import dev.runnerfleet.launcher.Part;
import dev.runnerfleet.launcher.Stack;
import dev.runnerfleet.launcher.StackSettings.Cloud;
import java.util.ArrayList;
import java.util.List;

/** Where to look. */
final class Addresses {

  private Addresses() {}

  static String of(Stack stack) {
    List<String> lines = new ArrayList<>();
    for (Part part : Part.services()) {
      lines.add(
          "%-12s %s    its API: %s/q/swagger-ui"
              .formatted(part.label(), stack.address(part), stack.address(part)));
    }
    if (stack.settings().has(Part.SANDBOX)) {
      lines.add(
          "%-12s %s    its world: %s/control/world"
              .formatted("sandbox", stack.address(Part.SANDBOX), stack.address(Part.SANDBOX)));
    }
    lines.add("%-12s localhost:%d".formatted("Kafka", stack.address(Part.KAFKA).getPort()));
    lines.add(
        "%-12s postgresql://runnerfleet:runnerfleet@localhost:%d/runnerfleet"
            .formatted("PostgreSQL", stack.address(Part.POSTGRESQL).getPort()));
    lines.add("%-12s %s".formatted("logs", stack.settings().data().resolve("logs")));
    if (stack.settings().cloud() == Cloud.AWS) {
      lines.add(
          "Let GitLab's job and pipeline webhooks go to port %d, path /webhooks/gitlab, with the secret in %s."
              .formatted(
                  stack.address(Part.JOB_WATCHER).getPort(),
                  stack.settings().data().resolve("webhook-secret")));
    }
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }
}
