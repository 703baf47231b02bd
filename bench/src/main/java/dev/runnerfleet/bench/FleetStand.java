package dev.runnerfleet.bench;

import dev.runnerfleet.launcher.Part;
import dev.runnerfleet.launcher.Ports;
import dev.runnerfleet.launcher.Stack;
import dev.runnerfleet.launcher.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A whole stack with one pool, for jobs with the tag {@code fleet}, that retries interrupted jobs.
 *
 * @param maxRunners of the pool
 * @param idleTime of the pool
 * @param boot how long machines take to boot
 */
record FleetStand(int maxRunners, Duration idleTime, Duration boot) {

  /** What is measured while it stands. */
  interface Measurement {
    Report of(Stack stack, SandboxControl sandbox, FleetRecords records)
        throws IOException, InterruptedException;
  }

  /** Sets everything up, measures, and takes it down whatever comes of that. */
  Report measure(Benchmark.Progress progress, Measurement measurement) throws Exception {
    Path data = Files.createTempDirectory("runnerfleet-bench");
    Path pools = Files.writeString(data.resolve("pools.yaml"), pools());
    StackSettings settings =
        StackSettings.forTest(
            Repository.root(),
            data,
            Ports.free(),
            Map.of(
                "RUNNERFLEET_POOLS",
                pools.toString(),
                "RUNNERFLEET_SANDBOX_BOOT_TIME",
                boot.toString()));
    try (Stack stack = new Stack(settings, progress::say);
        SandboxControl sandbox = new SandboxControl(stack.address(Part.SANDBOX));
        FleetRecords records =
            new FleetRecords(stack.address(Part.PROVISIONER), stack.address(Part.REAPER))) {
      stack.start();
      return measurement.of(stack, sandbox, records);
    } finally {
      ScratchFolder.delete(data);
    }
  }

  private String pools() {
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
        capacity: { max-runners: %d, max-growth: 0, idle-time: %ds }
        retry-interrupted-jobs: true
    """
        .formatted(maxRunners, idleTime.toSeconds());
  }
}
