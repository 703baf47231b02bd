package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Puts the pool {@code fleet} of a running stack to trouble, and tells who suffered and what was
 * left, from the sandbox's own books.
 */
final class FleetRun {

  private static final String PROJECT = "bench/fleet";
  private static final List<String> TAGS = List.of("fleet");

  /**
   * Two, and the one that was under way when a thing lost the rest of it: it may have looked
   * before.
   */
  private static final double SWEEPS = 3;

  private final FleetPlan plan;
  private final Benchmark.Progress progress;
  private final SandboxControl sandbox;
  private final FleetRecords records;
  private final FleetTrouble trouble;
  private final FleetLeaks leaks;
  private final double busyEndedBefore;
  private long made;
  private long mostMachines;

  FleetRun(
      FleetPlan plan, Benchmark.Progress progress, SandboxControl sandbox, FleetRecords records)
      throws IOException, InterruptedException {
    this.plan = plan;
    this.progress = progress;
    this.sandbox = sandbox;
    this.records = records;
    this.trouble = new FleetTrouble(plan, sandbox);
    this.leaks = new FleetLeaks(sandbox, records);
    this.busyEndedBefore = busyEnded(sandbox.world(), "api");
  }

  Report measure() throws IOException, InterruptedException {
    trouble.begin();
    for (int wave = 0; wave < plan.waves(); wave++) {
      made += sandbox.makeJobs(PROJECT, TAGS, plan.machines(), plan.jobs().toString()).size();
      watch(System.nanoTime() + plan.end().toNanos(), this::mostRun);
      progress.say(
          "Wave %d: %s; machines go now".formatted(wave + 1, sandbox.world().path("jobs")));
      trouble.takeMachines();
      watch(System.nanoTime() + plan.gap().toNanos(), () -> false);
    }
    progress.say("No more trouble; until nothing is left");
    double sweepsBefore = leaks.sweeps();
    boolean over = watch(System.nanoTime() + plan.end().toNanos(), this::nothingIsLeft);
    JsonNode world = sandbox.world();
    progress.say("World at the end: " + world);
    progress.say(
        "%s after %.0f complete sweeps; what was without the rest of it for longest: %s"
            .formatted(over ? "Over" : "Given up", leaks.sweeps() - sweepsBefore, leaks.longest()));
    return report(world);
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /** Looks at the fleet until a moment, or until a condition holds. */
  private boolean watch(long end, Condition until) throws IOException, InterruptedException {
    while (System.nanoTime() < end) {
      long next = System.nanoTime() + plan.look().toNanos();
      leaks.look();
      mostMachines = Math.max(mostMachines, SandboxControl.liveInstances(sandbox.world()));
      if (until.holds()) {
        return true;
      }
      TimeUnit.NANOSECONDS.sleep(Math.max(0, Math.min(next, end) - System.nanoTime()));
    }
    return false;
  }

  private boolean mostRun() throws IOException, InterruptedException {
    return sandbox.world().path("jobs").path("running").asLong() >= 0.9 * plan.machines();
  }

  /** Not in the sandbox, nor in the records. */
  private boolean nothingIsLeft() throws IOException, InterruptedException {
    JsonNode world = sandbox.world();
    return openJobs(world) == 0
        && SandboxControl.liveInstances(world) == 0
        && leaks.now().isEmpty()
        && records.unsettledJobs() == 0
        && records.drains() == 0
        && records.machines().isEmpty()
        && records.ordered() == 0
        && sandbox.gitLab("/runners/all?per_page=1").isEmpty();
  }

  private static long openJobs(JsonNode world) {
    long open = 0;
    for (String state : List.of("created", "pending", "running", "canceling")) {
      open += world.path("jobs").path(state).asLong();
    }
    return open;
  }

  private static double busyEnded(JsonNode world, String cause) {
    return world.path("busyInstancesTerminated").path(cause).asDouble();
  }

  private Report report(JsonNode world) throws IOException, InterruptedException {
    FleetBooks books = FleetBooks.read(sandbox, PROJECT);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("jobs", (double) made);
    figures.put("most_machines_at_once", (double) mostMachines);
    figures.putAll(trouble.strikes());
    figures.put("busy_machines_taken_by_aws", busyEnded(world, "spot"));
    figures.put("busy_machines_killed_in_console", busyEnded(world, "console"));
    figures.put("jobs_interrupted", (double) books.interrupted());
    figures.put("jobs_retried", (double) books.retried());
    figures.put("jobs_given_up_after_two_retries", (double) books.givenUp());
    figures.put("looks_that_failed", (double) leaks.failedLooks());
    figures.put("longest_without_the_rest_s", leaks.longestSeconds());
    Map<String, Double> limits = new LinkedHashMap<>();
    limit(figures, limits, "longest_without_the_rest_sweeps", leaks.mostSweeps(), SWEEPS);
    limit(
        figures,
        limits,
        "busy_machines_terminated_by_us",
        busyEnded(world, "api") - busyEndedBefore,
        0);
    double neverFinished = (double) (made - books.finished() - books.givenUp());
    limit(figures, limits, "jobs_never_finished", neverFinished, 0);
    limit(figures, limits, "jobs_finished_twice", (double) books.finishedTwice(), 0);
    limit(figures, limits, "machines_left", (double) SandboxControl.liveInstances(world), 0);
    limit(figures, limits, "runners_left", sandbox.gitLab("/runners/all?per_page=100").size(), 0);
    limit(figures, limits, "volumes_left", sandbox.looseVolumes().size(), 0);
    limit(figures, limits, "records_left", records.machines().size() + records.ordered(), 0);
    limit(figures, limits, "drains_left", (double) records.drains(), 0);
    limit(figures, limits, "jobs_unsettled", (double) records.unsettledJobs(), 0);
    return new Report("fleet-hour", figures, limits, least());
  }

  private static void limit(
      Map<String, Double> figures,
      Map<String, Double> limits,
      String name,
      double figure,
      double limit) {
    figures.put(name, figure);
    limits.put(name, limit);
  }

  /** Without so much trouble nothing was shown. A machine may end before its moment comes. */
  private Map<String, Double> least() {
    Map<String, Double> least = new LinkedHashMap<>();
    double part = plan.waves() / 4.0;
    least.put("most_machines_at_once", 0.9 * plan.machines());
    least.put("machines_warned_by_aws", Math.ceil(part * plan.of(plan.warned())));
    least.put("machines_taken_by_aws_unwarned", Math.ceil(part * plan.of(plan.taken())));
    least.put("machines_killed_in_console", Math.ceil(part * plan.of(plan.killed())));
    least.put("jobs_interrupted", Math.ceil(part * plan.of(plan.taken() + plan.killed())));
    least.put("messages_lost", 1.0);
    least.put("gitlab_errors", 1.0);
    least.put("ec2_errors", 1.0);
    return least;
  }
}
