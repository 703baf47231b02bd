package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runnerfleet.launcher.Part;
import dev.runnerfleet.launcher.Stack;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The reaper's process is killed at random moments of its drains and started again. The world has
 * to end as it does undisturbed: no machine, no runner and no open record left, no busy machine
 * gone, every job done once. The same in virtual time is a property in the reaper's tests.
 */
final class ReaperKills implements Benchmark {

  private static final String PROJECT = "bench/kills";

  /** Drains that begin for each kill; those of kills before may go on beside them. */
  private static final int MACHINES = 50;

  /** Those whose reaper was killed over a call are taken up again only when it is surely over. */
  private static final int MOST_MACHINES = 400;

  private static final Duration JOBS = Duration.ofSeconds(2);

  /** From the first order to retire one of them until all of them are surely gone. */
  private static final Duration DRAINS = Duration.ofSeconds(8);

  private static final Duration BEGIN = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(150);
  private static final Duration LOOK = Duration.ofMillis(250);

  @Override
  public String name() {
    return "reaper-kills";
  }

  @Override
  public String summary() {
    return "the reaper killed 12 times (--long: 100) amid 50 drains: the same end";
  }

  @Override
  public Report run(Progress progress, boolean thorough) throws Exception {
    int kills = thorough ? 100 : 12;
    return new FleetStand(MOST_MACHINES, Duration.ofSeconds(2), Duration.ofSeconds(1))
        .measure(
            progress,
            (stack, sandbox, records) ->
                new Run(progress, stack, sandbox, records, kills).measure());
  }

  private static final class Run {
    private final Random random = new Random(1);
    private final Progress progress;
    private final Stack stack;
    private final SandboxControl sandbox;
    private final FleetRecords records;
    private final int kills;
    private long made;
    private long amidDrains;
    private long drainsMet;

    Run(Progress progress, Stack stack, SandboxControl sandbox, FleetRecords records, int kills) {
      this.progress = progress;
      this.stack = stack;
      this.sandbox = sandbox;
      this.records = records;
      this.kills = kills;
    }

    Report measure() throws IOException, InterruptedException {
      for (int kill = 1; kill <= kills; kill++) {
        made += sandbox.makeJobs(PROJECT, List.of("fleet"), MACHINES, JOBS.toString()).size();
        long before = records.drains();
        await(BEGIN, () -> records.drains() > before);
        TimeUnit.MILLISECONDS.sleep(random.nextLong(DRAINS.toMillis()));
        long met = records.drains();
        stack.kill(Part.REAPER);
        drainsMet += met;
        amidDrains += met > 0 ? 1 : 0;
        progress.say("Killed %d of %d, amid %d drains".formatted(kill, kills, met));
        stack.start(Part.REAPER);
      }
      boolean over = await(END, this::nothingIsLeft);
      progress.say((over ? "Over: " : "Given up: ") + sandbox.world());
      return report();
    }

    private interface Condition {
      boolean holds() throws IOException, InterruptedException;
    }

    private static boolean await(Duration atMost, Condition condition)
        throws IOException, InterruptedException {
      long end = System.nanoTime() + atMost.toNanos();
      while (System.nanoTime() < end) {
        if (condition.holds()) {
          return true;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      }
      return false;
    }

    private boolean nothingIsLeft() throws IOException, InterruptedException {
      JsonNode world = sandbox.world();
      return world.path("jobs").path("success").asLong() >= made
          && SandboxControl.liveInstances(world) == 0
          && records.drains() == 0
          && records.machines().isEmpty()
          && sandbox.gitLab("/runners/all?per_page=1").isEmpty();
    }

    private Report report() throws IOException, InterruptedException {
      JsonNode world = sandbox.world();
      FleetBooks books = FleetBooks.read(sandbox, PROJECT);
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("kills", (double) kills);
      figures.put("kills_amid_drains", (double) amidDrains);
      figures.put("drains_met_on_average", (double) drainsMet / kills);
      figures.put("machines_drained", world.path("instances").path("terminated").asDouble());
      Map<String, Double> limits = new LinkedHashMap<>();
      Map<String, Double> left = new LinkedHashMap<>();
      left.put(
          "busy_machines_terminated", world.path("busyInstancesTerminated").path("api").asDouble());
      left.put("jobs_never_finished", (double) made - books.finished());
      left.put("jobs_tried_twice", (double) books.retried());
      left.put("machines_left", (double) SandboxControl.liveInstances(world));
      left.put("runners_left", (double) sandbox.gitLab("/runners/all?per_page=100").size());
      left.put("records_left", (double) records.machines().size());
      left.put("drains_left", (double) records.drains());
      left.forEach(
          (name, figure) -> {
            figures.put(name, figure);
            limits.put(name, 0.0);
          });
      return new Report(
          "reaper-kills", figures, limits, Map.of("kills_amid_drains", Math.ceil(0.8 * kills)));
    }
  }
}
