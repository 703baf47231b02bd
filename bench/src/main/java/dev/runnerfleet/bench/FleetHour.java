package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runnerfleet.launcher.Part;
import dev.runnerfleet.launcher.Ports;
import dev.runnerfleet.launcher.Stack;
import dev.runnerfleet.launcher.StackSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

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
    return run(progress, thorough ? FleetPlan.ofAnHour() : FleetPlan.ofMinutes());
  }

  Report run(Progress progress, FleetPlan plan) throws Exception {
    Path data = Files.createTempDirectory("runnerfleet-bench");
    Ports ports = Ports.free();
    Path pools =
        Files.writeString(
            data.resolve("pools.yaml"), pools(plan.machines() + plan.machines() / 2, "10s"));
    StackSettings settings =
        StackSettings.forTest(
            Repository.root(),
            data,
            ports,
            Map.of("RUNNERFLEET_POOLS", pools.toString(), "RUNNERFLEET_SANDBOX_BOOT_TIME", "PT3S"));
    try (Stack stack = new Stack(settings, progress::say);
        SandboxControl sandbox = new SandboxControl(stack.address(Part.SANDBOX));
        FleetRecords records =
            new FleetRecords(stack.address(Part.PROVISIONER), stack.address(Part.REAPER))) {
      stack.start();
      return new FleetRun(plan, progress, sandbox, records).measure();
    } finally {
      ScratchFolder.delete(data);
    }
  }

  /** A file of one pool, for jobs with the tag {@code fleet}, that retries interrupted jobs. */
  static String pools(int maxRunners, String idleTime) {
    return """
    pools:
      - name: fleet
        region: us-east-1
        gitlab: { scope: instance }
        match: { tags: [fleet], run-untagged: false }
        machine:
          executor: docker
          image: resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64
          instance-types: [m7i.large, m7a.large, m6i.large, m6a.large, c7i.large]
          subnets: [subnet-0a, subnet-0b, subnet-0c]
          security-groups: [sg-0f]
        market: { spot: preferred, on-demand-fallback: true }
        capacity: { max-runners: %d, max-growth: 0, idle-time: %s }
        retry-interrupted-jobs: true
    """
        .formatted(maxRunners, idleTime);
  }

  /** In every state but the last. */
  static long liveInstances(JsonNode world) {
    long live = 0;
    for (Map.Entry<String, JsonNode> state : world.path("instances").properties()) {
      live += state.getKey().equals("terminated") ? 0 : state.getValue().asLong();
    }
    return live;
  }
}
