package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What goes wrong behind a fleet's back, as ordered of the sandbox and as it came to pass. */
final class FleetTrouble {

  /** A figure of the report, and the order that makes it. */
  private final Map<String, String> figures = new LinkedHashMap<>();

  private final FleetPlan plan;
  private final SandboxControl sandbox;
  private long seed;

  FleetTrouble(FleetPlan plan, SandboxControl sandbox) {
    this.plan = plan;
    this.sandbox = sandbox;
  }

  /** From now until the last wave is over; then it ends by itself. */
  void begin() throws IOException, InterruptedException {
    Duration length = plan.trouble();
    order("messages_lost", length, Map.of("kind", "lose-messages", "share", 0.3));
    order("messages_repeated", length, Map.of("kind", "duplicate-messages", "share", 0.2));
    order("gitlab_errors", length, Map.of("kind", "fail-gitlab", "share", plan.errors()));
    order("ec2_errors", length, Map.of("kind", "fail-api", "share", plan.errors()));
    // Each refusal halves what the services dare, so a few go a long way.
    order(
        "ec2_throttled",
        length,
        Map.of("kind", "throttle-api", "share", plan.errors(), "count", 10));
    // However few calls a small fleet needs, some of them fail: those that take machines away.
    order(
        "gitlab_errors",
        length,
        Map.of(
            "kind",
            "fail-gitlab",
            "methods",
            List.of("PUT", "DELETE"),
            "paths",
            List.of("/runners/*"),
            "count",
            3));
    order(
        "ec2_errors",
        length,
        Map.of("kind", "fail-api", "actions", List.of("TerminateInstances"), "count", 2));
  }

  /** Machines of this wave go, each at a moment of its own. */
  void takeMachines() throws IOException, InterruptedException {
    Duration length = plan.gap().multipliedBy(4).dividedBy(10);
    reclaim("machines_warned_by_aws", "interrupt", plan.warned(), length);
    reclaim("machines_taken_by_aws_unwarned", "take", plan.taken(), length);
    reclaim("machines_killed_in_console", "kill", plan.killed(), length);
  }

  private void reclaim(String figure, String manner, double share, Duration length)
      throws IOException, InterruptedException {
    order(figure, length, Map.of("kind", "reclaim", "manner", manner, "share", share));
  }

  private void order(String figure, Duration length, Map<String, Object> fault)
      throws IOException, InterruptedException {
    Map<String, Object> order = new HashMap<>(fault);
    order.put("length", length.toString());
    order.put("seed", ++seed);
    figures.put(sandbox.fault(order), figure);
  }

  /** How often each kind of trouble has struck. */
  Map<String, Double> strikes() throws IOException, InterruptedException {
    Map<String, Double> strikes = new LinkedHashMap<>();
    for (JsonNode fault : sandbox.faults()) {
      String figure = figures.get(fault.get("id").asText());
      if (figure != null) {
        strikes.merge(figure, fault.get("strikes").asDouble(), Double::sum);
      }
    }
    return strikes;
  }
}
