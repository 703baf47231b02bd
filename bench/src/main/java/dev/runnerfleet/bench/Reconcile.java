package dev.runnerfleet.bench;

import dev.runnerfleet.launcher.FreePorts;
import dev.runnerfleet.launcher.Part;
import dev.runnerfleet.launcher.Ports;
import dev.runnerfleet.launcher.Stack;
import dev.runnerfleet.launcher.StackSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;

/**
 * A full reconciliation of 1,000 projects with 5,000 queued jobs that no webhook told of, project
 * by project as without an administrator's rights: how long it takes, and how many requests GitLab
 * gets in the busiest minute, counted on the wire.
 */
final class Reconcile implements Benchmark {

  private static final int PROJECTS = 1_000;
  private static final int JOBS_EACH = 5;
  private static final Duration LONGEST = Duration.ofMinutes(6);
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  @Override
  public String name() {
    return "reconcile";
  }

  @Override
  public String summary() {
    return "1,000 projects, 5,000 queued jobs unheard of: a full reconciliation, its time and requests";
  }

  @Override
  public Report run(Progress progress, boolean thorough) throws Exception {
    Path data = Files.createTempDirectory("runnerfleet-bench");
    Ports ports = Ports.free();
    int gitLab = FreePorts.find(1).getFirst();
    Requests requests = new Requests();
    StackSettings settings =
        StackSettings.forTest(
            Repository.root(),
            data,
            ports,
            Map.of(
                "RUNNERFLEET_GITLAB_URL", "http://localhost:%d/gitlab".formatted(gitLab),
                "RUNNERFLEET_SANDBOX_WEBHOOK_URL", "http://localhost:9/nowhere",
                "RUNNERFLEET_POLL_INTERVAL", "PT10H"));
    try (RecordingProxy _ =
            RecordingProxy.refusing(
                gitLab, at(ports, Part.SANDBOX), "/gitlab/api/graphql", requests::count);
        Stack stack = new Stack(settings, progress::say);
        SandboxControl sandbox = new SandboxControl(at(ports, Part.SANDBOX));
        HttpClient client = HttpClient.newHttpClient()) {
      stack.start();
      progress.say("Making %d projects with %d jobs each".formatted(PROJECTS, JOBS_EACH));
      for (int i = 0; i < PROJECTS; i++) {
        sandbox.makeJobs("bench/p" + i, List.of("no-pool-takes-this"), JOBS_EACH, "PT10H");
      }
      try (DemandTopic demand = DemandTopic.atItsEnd(ports.of(Part.KAFKA))) {
        progress.say("Reconciling");
        requests.forget();
        long began = System.nanoTime();
        client.send(
            HttpRequest.newBuilder(at(ports, Part.JOB_WATCHER).resolve("/reconciliations"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.discarding());
        DemandTopic.Count told = demand.count(PROJECTS * JOBS_EACH, LONGEST);
        return report(Duration.ofNanos(System.nanoTime() - began), told, requests);
      }
    } finally {
      ScratchFolder.delete(data);
    }
  }

  private Report report(Duration took, DemandTopic.Count told, Requests requests) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("jobs", (double) PROJECTS * JOBS_EACH);
    figures.put("jobs_not_told", (double) (PROJECTS * JOBS_EACH - told.distinct()));
    figures.put("jobs_told_twice", (double) (told.all() - told.distinct()));
    figures.put("seconds", took.toMillis() / 1000.0);
    figures.put("requests", (double) requests.all());
    figures.put("requests_in_the_busiest_minute", (double) requests.inBusiestMinute());
    return new Report(
        name(),
        figures,
        Map.of(
            "jobs_not_told", 0.0,
            "jobs_told_twice", 0.0,
            "seconds", 300.0,
            "requests_in_the_busiest_minute", 600.0));
  }

  private static URI at(Ports ports, Part part) {
    return URI.create("http://localhost:" + ports.of(part));
  }

  /** When the job-watcher's requests arrived; the others' are all about runners. */
  private static final class Requests {

    private final ConcurrentSkipListSet<Long> moments = new ConcurrentSkipListSet<>();

    void count(String path, long at) {
      boolean anothers = path.contains("/runners") || path.contains("/jobs/request");
      // Two in one nanosecond would count once.
      if (!anothers && !moments.add(at)) {
        moments.add(at + 1);
      }
    }

    void forget() {
      moments.clear();
    }

    int all() {
      return moments.size();
    }

    int inBusiestMinute() {
      return moments.stream()
          .mapToInt(began -> moments.subSet(began, began + MINUTE).size())
          .max()
          .orElse(0);
    }
  }
}
