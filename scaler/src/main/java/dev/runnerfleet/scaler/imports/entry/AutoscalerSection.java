package dev.runnerfleet.scaler.imports.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runnerfleet.scaler.documents.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code [runners.autoscaler]}: fleeting and taskscaler's counts, times and policies. */
final class AutoscalerSection {

  private static final String ALWAYS = "* * * * * * *";
  private static final String PLUGIN_ITSELF =
      "ignored: how often the plugin looks and tries again is Runnerfleet's own to decide";
  private static final String NO_CONNECTION =
      "ignored: nothing connects to a machine; it calls Runnerfleet by itself";
  private static final Map<String, String> IGNORED =
      Map.ofEntries(
          Map.entry("update_interval", PLUGIN_ITSELF),
          Map.entry("update_interval_when_expecting", PLUGIN_ITSELF),
          Map.entry("deletion_retry_interval", PLUGIN_ITSELF),
          Map.entry("shutdown_deletion_interval", PLUGIN_ITSELF),
          Map.entry("shutdown_deletion_retries", PLUGIN_ITSELF),
          Map.entry("failure_threshold", PLUGIN_ITSELF),
          Map.entry("reservation_throttling", PLUGIN_ITSELF),
          Map.entry(
              "state_storage", "ignored: what runs is kept in PostgreSQL and survives a restart"),
          Map.entry(
              "delete_instances_on_shutdown",
              "ignored: machines outlive a restart of the services"),
          Map.entry(
              "instance_ready_command",
              "not taken over: a machine takes jobs once its bootstrap is through; use machine.script"),
          Map.entry(
              "instance_acquire_timeout", "ignored: jobs wait in GitLab until a machine is there"),
          Map.entry("connector_config", NO_CONNECTION),
          Map.entry(
              "scale_throttle",
              "ignored: launches keep to AWS's own limits of CreateFleet; see capacity.max-growth"),
          Map.entry("vm_isolation", "ignored: a nested machine per job exists on macOS alone"),
          Map.entry("log_internal_ip", "ignored: GET /runners tells of machines"),
          Map.entry("log_external_ip", "ignored: GET /runners tells of machines"));
  private static final Map<String, String> IGNORED_PLUGIN =
      Map.of(
          "name",
          "ignored: machines come of EC2 Fleet, not of an Auto Scaling group, which can go",
          "profile",
          "ignored: credentials come from the environment or a role",
          "config_file",
          "ignored: credentials come from the environment or a role",
          "credentials_file",
          "ignored: credentials come from the environment or a role");

  private final Periods periods;

  AutoscalerSection(Periods periods) {
    this.periods = periods;
  }

  /**
   * Reads the section into a pool.
   *
   * @param jobs the most jobs at a time that other limits leave
   */
  void read(Keys autoscaler, int jobs, Draft pool) {
    String plugin = autoscaler.text("plugin").orElse("");
    if (!plugin.split(":", 2)[0].matches("aws|fleeting-plugin-aws|.*/aws")) {
      throw autoscaler.refused("plugin", "machines are made on EC2 alone, by the plugin aws");
    }
    int slots = Math.max(1, autoscaler.number("capacity_per_instance"));
    int most = autoscaler.number("max_instances");
    int forJobs = Math.ceilDiv(jobs, slots);
    int max = most == 0 ? forJobs : Math.min(most, forJobs);
    ObjectNode capacity = pool.section("capacity");
    capacity.put("slots-per-runner", slots);
    capacity.put("max-runners", max);
    capacity.put("max-jobs-per-runner", autoscaler.number("max_use_count"));
    capacity.put("max-growth", 0);
    capacity.put("max-lifetime", "0s"); // taskscaler knows none
    policies(autoscaler, max * slots, pool);
    plugin(autoscaler, pool);
    autoscaler.ignore(IGNORED);
  }

  private void policies(Keys autoscaler, int slots, Draft pool) {
    List<Policy> policies = new ArrayList<>();
    for (Keys keys : autoscaler.tables("policy")) {
      policies.add(policy(keys, slots));
    }
    boolean base = !policies.isEmpty() && policies.getFirst().always();
    (base ? policies.getFirst().idling() : Idling.NONE).write(pool.section("capacity"));
    for (Policy policy : policies.subList(base ? 1 : 0, policies.size())) {
      ObjectNode schedule = pool.list("schedules").addObject();
      schedule.set("periods", Draft.texts(policy.times()));
      schedule.put("timezone", policy.zone());
      policy.idling().write(schedule);
    }
  }

  private Policy policy(Keys keys, int slots) {
    List<String> given = periods.ofPolicy(keys, "periods");
    List<String> times = given.isEmpty() ? List.of(ALWAYS) : given;
    // A policy that always holds holds in every zone.
    String zone = times.contains(ALWAYS) ? "UTC" : periods.zone(keys, "timezone");
    keys.text("timezone");
    Idling wanted =
        Idling.ofPolicy(
            keys.number("idle_count"),
            keys.factor("scale_factor"),
            keys.number("scale_factor_limit"),
            seconds(keys));
    if (wanted.idle() > slots || wanted.max() > slots) {
      keys.warn(
          "idle_count", "more than the %d slots that limits leave; they win".formatted(slots));
    }
    keys.ignore(
        Map.of(
            "preemptive_mode", "ignored: GitLab hands a job to a machine, never to a reservation"));
    return new Policy(times, zone, wanted.within(slots));
  }

  private static int seconds(Keys keys) {
    return keys.text("idle_time")
        .map(
            text ->
                Durations.parse(text)
                    .orElseThrow(() -> keys.refused("idle_time", "idle_time is no duration")))
        .map(Duration::toSeconds)
        .map(Math::toIntExact)
        .orElse(0);
  }

  private static void plugin(Keys autoscaler, Draft pool) {
    autoscaler
        .table("plugin_config")
        .ifPresent(
            config -> {
              config.text("region").ifPresent(pool::region);
              config.ignore(IGNORED_PLUGIN);
            });
    pool.want(
        "machine.instance-types",
        "instance types, those of the Auto Scaling group and more like them");
    pool.want("machine.image", "the AMI of the Auto Scaling group's launch template, or another");
    pool.want("machine.security-groups", "those of the Auto Scaling group's launch template");
  }

  private record Policy(List<String> times, String zone, Idling idling) {
    boolean always() {
      return times.contains(ALWAYS);
    }
  }
}
