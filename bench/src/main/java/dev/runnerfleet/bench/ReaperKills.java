package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runnerfleet.launcher.Part;
import dev.runnerfleet.launcher.Ports;
import dev.runnerfleet.launcher.Stack;
import dev.runnerfleet.launcher.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Fifty machines at a time drain while the reaper's process is killed at random moments and started
 * again. The world has to end as it does undisturbed: no machine and no runner left, no busy one
 * gone, every job done. The same with more kills, in virtual time, is a property in the reaper's
 * tests.
 */
final class ReaperKills implements Benchmark {

  private static final int MACHINES = 50;
  private static final Duration END = Duration.ofSeconds(90);
  private static final int MOST_PAUSE_MILLIS = 1_500;

  @Override
  public String name() {
    return "reaper-kills";
  }

  @Override
  public String summary() {
    return "50 drains at a time, the reaper killed 12 times (--long: 100): the same end";
  }

  @Override
  public Report run(Progress progress, boolean thorough) throws Exception {
    int kills = thorough ? 100 : 12;
    Path data = Files.createTempDirectory("runnerfleet-bench");
    Path pools = Files.writeString(data.resolve("pools.yaml"), FleetHour.pools(MACHINES, "2s"));
    StackSettings settings =
        StackSettings.forTest(
            Repository.root(),
            data,
            Ports.free(),
            Map.of("RUNNERFLEET_POOLS", pools.toString(), "RUNNERFLEET_SANDBOX_BOOT_TIME", "PT1S"));
    try (Stack stack = new Stack(settings, progress::say);
        SandboxControl sandbox = new SandboxControl(stack.address(Part.SANDBOX))) {
      stack.start();
      return measure(progress, stack, sandbox, kills);
    } finally {
      ScratchFolder.delete(data);
    }
  }

  private Report measure(Progress progress, Stack stack, SandboxControl sandbox, int kills)
      throws IOException, InterruptedException {
    Random random = new Random(1);
    long made = 0;
    for (int kill = 0; kill < kills; kill++) {
      if (open(sandbox.world()) == 0) {
        made += sandbox.makeJobs("bench/kills", List.of("fleet"), MACHINES, "PT3S").size();
      }
      TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_PAUSE_MILLIS));
      stack.kill(Part.REAPER);
      progress.say("Killed %d of %d".formatted(kill + 1, kills));
      stack.start(Part.REAPER);
    }
    long end = System.nanoTime() + END.toNanos();
    while (System.nanoTime() < end && !isOver(sandbox, made)) {
      TimeUnit.SECONDS.sleep(1);
    }
    return report(sandbox, kills, made);
  }

  private static boolean isOver(SandboxControl sandbox, long made)
      throws IOException, InterruptedException {
    JsonNode world = sandbox.world();
    return world.path("jobs").path("success").asLong() >= made
        && FleetHour.liveInstances(world) == 0
        && sandbox.gitLab("/runners/all?per_page=1").isEmpty();
  }

  private static long open(JsonNode world) {
    return world.path("jobs").path("pending").asLong()
        + world.path("jobs").path("running").asLong();
  }

  private Report report(SandboxControl sandbox, int kills, long made)
      throws IOException, InterruptedException {
    JsonNode world = sandbox.world();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("kills", (double) kills);
    figures.put("machines_drained", world.path("instances").path("terminated").asDouble());
    figures.put(
        "busy_machines_terminated", world.path("busyInstancesTerminated").path("api").asDouble());
    figures.put(
        "jobs_never_finished",
        (double) Math.max(0, made - world.path("jobs").path("success").asLong()));
    figures.put("machines_left", (double) FleetHour.liveInstances(world));
    figures.put("runners_left", (double) sandbox.gitLab("/runners/all?per_page=100").size());
    return new Report(
        name(),
        figures,
        Map.of(
            "busy_machines_terminated", 0.0,
            "jobs_never_finished", 0.0,
            "machines_left", 0.0,
            "runners_left", 0.0));
  }
}
