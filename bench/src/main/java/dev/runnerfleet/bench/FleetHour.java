package dev.runnerfleet.bench;

import java.time.Duration;

/**
 * A whole fleet in trouble: jobs for as many machines as it may have, of which AWS takes some with
 * its notice and somebody takes others in the console, while messages get lost and GitLab and EC2
 * err. What became of it is counted from the sandbox's own books. The world's time is the wall's,
 * so only {@code --long} lasts an hour; the ordinary run has as many mishaps in minutes.
 */
final class FleetHour implements Benchmark {

  @Override
  public String name() {
    return "fleet-hour";
  }

  @Override
  public String summary() {
    return "500 busy machines, interrupted, killed, and with errors: who suffers, what is left";
  }

  @Override
  public Report run(Progress progress, boolean thorough) throws Exception {
    FleetPlan plan = thorough ? FleetPlan.ofAnHour() : FleetPlan.ofMinutes();
    return new FleetStand(
            plan.machines() + plan.machines() / 2, Duration.ofSeconds(10), Duration.ofSeconds(3))
        .measure(
            progress,
            (stack, sandbox, records) -> new FleetRun(plan, progress, sandbox, records).measure());
  }
}
