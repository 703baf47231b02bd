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
import java.util.concurrent.TimeUnit;

/**
 * A whole fleet in trouble: jobs for as many machines as it may have, of which AWS takes some with
 * its notice and somebody takes others in the console, while messages get lost and GitLab and EC2
 * err. What became of it is counted from the sandbox's own books. The world's time is the wall's,
 * so only {@code --long} lasts an hour; the ordinary run has as many mishaps in minutes.
 */
final class FleetHour implements Benchmark {

  /**
   * One run.
   *
   * @param machines that are busy at a time
   * @param jobs how long each lasts
   * @param trouble how long jobs keep coming and mishaps go on
   * @param interrupted share of the machines that AWS takes, all told
   * @param killed share of the machines that somebody terminates, all told
   * @param end how long the rest may take then
   */
  record Plan(
      int machines,
      Duration jobs,
      Duration trouble,
      double interrupted,
      double killed,
      Duration end) {

    /** Small and short enough for the ordinary build. */
    static Plan small() {
      return new Plan(
          12, Duration.ofSeconds(12), Duration.ofSeconds(30), 0.2, 0.3, Duration.ofSeconds(100));
    }

    static Plan ofMinutes() {
      return new Plan(
          500, Duration.ofSeconds(35), Duration.ofSeconds(90), 0.1, 0.05, Duration.ofSeconds(150));
    }

    /** Twenty times what AWS's worst band (over 20% in a month) takes of 500 machines in a year. */
    static Plan ofAnHour() {
      return new Plan(
          500, Duration.ofMinutes(4), Duration.ofMinutes(60), 0.5, 0.2, Duration.ofMinutes(15));
    }
  }

  private static final int WAVES = 3;
  private static final Duration LOOK = Duration.ofSeconds(1);

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
    return run(progress, thorough ? Plan.ofAnHour() : Plan.ofMinutes());
  }

  Report run(Progress progress, Plan plan) throws Exception {
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
        SandboxControl sandbox = new SandboxControl(stack.address(Part.SANDBOX))) {
      stack.start();
      return new Run(plan, progress, sandbox).measure();
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

  /** What the sandbox's books say. */
  private record Books(JsonNode world) {
    long jobs(String state) {
      return world.path("jobs").path(state).asLong();
    }

    long open() {
      return jobs("pending") + jobs("running") + jobs("canceling") + jobs("created");
    }

    long instances() {
      return liveInstances(world);
    }

    long busyEnded(String cause) {
      return world.path("busyInstancesTerminated").path(cause).asLong();
    }
  }

  private static final class Run {
    private final Plan plan;
    private final Progress progress;
    private final SandboxControl sandbox;
    private long made;
    private long mostInstances;

    Run(Plan plan, Progress progress, SandboxControl sandbox) {
      this.plan = plan;
      this.progress = progress;
      this.sandbox = sandbox;
    }

    Report measure() throws IOException, InterruptedException {
      makeTrouble();
      Duration gap = plan.trouble().dividedBy(WAVES);
      for (int wave = 0; wave < WAVES; wave++) {
        progress.say("%d jobs of %s".formatted(plan.machines(), plan.jobs()));
        made +=
            sandbox
                .makeJobs("bench/fleet", List.of("fleet"), plan.machines(), plan.jobs().toString())
                .size();
        watch(gap);
      }
      progress.say("No more trouble; until nothing is left");
      Books books = untilNothingIsLeft();
      return report(books);
    }

    /** All of it ends by itself when the trouble is over. */
    private void makeTrouble() throws IOException, InterruptedException {
      String length = plan.trouble().toString();
      // The first machines are up by then.
      String start = plan.trouble().dividedBy(6).toString();
      String rest = plan.trouble().dividedBy(2).toString();
      fault(Map.of("kind", "lose-messages", "share", 0.3, "length", length, "seed", 1));
      fault(Map.of("kind", "duplicate-messages", "share", 0.2, "length", length, "seed", 2));
      fault(Map.of("kind", "fail-gitlab", "share", 0.02, "length", length, "seed", 3));
      fault(Map.of("kind", "fail-api", "share", 0.02, "length", length, "seed", 4));
      // Each refusal halves what the services dare, so a few go a long way.
      fault(
          Map.of("kind", "throttle-api", "share", 0.02, "count", 10, "length", length, "seed", 5));
      for (Map.Entry<String, Double> manner :
          Map.of("interrupt", plan.interrupted() / 2, "kill", plan.killed() / 2).entrySet()) {
        for (String begin : List.of(start, rest)) {
          fault(
              Map.of(
                  "kind",
                  "reclaim",
                  "manner",
                  manner.getKey(),
                  "share",
                  manner.getValue(),
                  "start",
                  begin,
                  "length",
                  plan.trouble().dividedBy(3).toString(),
                  "seed",
                  6));
        }
      }
    }

    private void fault(Map<String, Object> fault) throws IOException, InterruptedException {
      sandbox.order("/control/faults", fault);
    }

    private void watch(Duration time) throws IOException, InterruptedException {
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        Books books = new Books(sandbox.world());
        mostInstances = Math.max(mostInstances, books.instances());
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      }
    }

    private Books untilNothingIsLeft() throws IOException, InterruptedException {
      long end = System.nanoTime() + plan.end().toNanos();
      Books books = new Books(sandbox.world());
      while (System.nanoTime() < end && !isOver(books)) {
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        books = new Books(sandbox.world());
      }
      progress.say("World at the end: " + books.world());
      return books;
    }

    private boolean isOver(Books books) throws IOException, InterruptedException {
      return books.jobs("success") >= made
          && books.open() == 0
          && books.instances() == 0
          && sandbox.gitLab("/runners/all?per_page=1").isEmpty();
    }

    private Report report(Books books) throws IOException, InterruptedException {
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("jobs", (double) made);
      figures.put("most_machines_at_once", (double) mostInstances);
      figures.put("busy_machines_taken_by_aws", (double) books.busyEnded("spot"));
      figures.put("busy_machines_killed_in_console", (double) books.busyEnded("console"));
      figures.put("busy_machines_terminated_by_us", (double) books.busyEnded("api"));
      figures.put("jobs_retried", (double) books.jobs("canceled") + books.jobs("failed"));
      figures.put("jobs_never_finished", (double) Math.max(0, made - books.jobs("success")));
      figures.put("machines_left", (double) books.instances());
      figures.put("runners_left", (double) sandbox.gitLab("/runners/all?per_page=100").size());
      figures.put("refused_calls", books.world().path("refusedCalls").asDouble());
      return new Report(
          "fleet-hour",
          figures,
          Map.of(
              "busy_machines_terminated_by_us", 0.0,
              "jobs_never_finished", 0.0,
              "machines_left", 0.0,
              "runners_left", 0.0));
    }
  }
}
