package dev.runnerfleet.scaler.imports.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** One {@code [[runners]]} entry made into a pool. */
public final class RunnerEntry {

  /** The table within an entry that holds pool keys; GitLab Runner passes over it. */
  static final String OWN = "runnerfleet";

  private static final Map<String, String> REGISTRATION =
      Map.of(
          "url",
          "ignored: the fleet's GitLab is a setting of the services, RUNNERFLEET_GITLAB_URL",
          "token",
          "a secret: neither stored nor shown; each machine registers with a token of its own",
          "id",
          "ignored: each machine registers as a runner of its own",
          "token_obtained_at",
          "ignored: each machine registers as a runner of its own",
          "token_expires_at",
          "ignored: each machine registers as a runner of its own",
          "request_concurrency",
          "ignored: each machine's GitLab Runner asks for its own jobs",
          "strict_check_interval",
          "ignored: each machine's GitLab Runner asks for its own jobs");

  private final Periods periods;

  public RunnerEntry(Periods periods) {
    this.periods = periods;
  }

  /**
   * Reads an entry.
   *
   * @param concurrent the most jobs at a time over all entries
   * @throws RefusedEntry when no pool can be made of it
   */
  public ObjectNode read(Keys entry, String name, int concurrent, Draft pool) {
    String executor = entry.text("executor").orElse("");
    int limit = entry.number("limit");
    int jobs = limit == 0 ? concurrent : limit;
    pool.section("machine").put("executor", executor.equals("instance") ? "shell" : "docker");
    switch (executor) {
      case "docker+machine" -> {
        Keys machine =
            entry
                .table("machine")
                .orElseThrow(() -> entry.refused("executor", "there is no [runners.machine]"));
        new MachineSection(periods).read(machine, jobs, pool);
      }
      case "docker-autoscaler", "instance" -> {
        Keys autoscaler =
            entry
                .table("autoscaler")
                .orElseThrow(() -> entry.refused("executor", "there is no [runners.autoscaler]"));
        new AutoscalerSection(periods).read(autoscaler, jobs, pool);
        market(pool);
      }
      default ->
          throw entry.refused(
              "executor",
              "only docker+machine, docker-autoscaler and instance make machines of their own;"
                  + " a runner of another executor stays where it is");
    }
    REGISTRATION.forEach(
        (key, reason) -> {
          if (entry.has(key)) {
            entry.warn(key, reason);
          }
        });
    ObjectNode own = OwnKeys.of(entry, name);
    entry.forget(REGISTRATION.keySet());
    Template.of(entry).ifPresent(toml -> pool.section("machine").put("runner-config", toml));
    return own;
  }

  // An Auto Scaling group's purchase options are not in the file.
  private static void market(Draft pool) {
    ObjectNode market = pool.section("market");
    market.put("spot", "preferred");
    market.put("on-demand-fallback", true);
  }
}
