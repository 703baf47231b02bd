package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runnerfleet.launcher.Part;
import dev.runnerfleet.launcher.Ports;
import dev.runnerfleet.launcher.Stack;
import dev.runnerfleet.launcher.StackSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * GitLab's job webhooks at 500 a second for a minute beside the other services, one in twenty sent
 * twice: how quickly each is answered, and whether each job's three events are in Kafka just once.
 * Before that, on the idle system, how long it takes from a webhook to its event.
 */
final class WebhookBurst implements Benchmark {

  private static final int PER_SECOND = 500;
  private static final int IDLE_TIMES = 200;
  private static final int WARM_UP_SECONDS = 10;
  private static final String SECRET = "webhook-burst";
  private static final String PROJECT = "bench/webhook-burst";

  @Override
  public String name() {
    return "webhook-burst";
  }

  @Override
  public String summary() {
    return "500 webhooks a second for a minute beside the other services: answers, losses, doubles";
  }

  @Override
  public Report run(Progress progress, boolean thorough) throws Exception {
    int seconds = thorough ? 300 : 60;
    Path data = Files.createTempDirectory("runnerfleet-bench");
    Ports ports = Ports.free();
    StackSettings settings =
        StackSettings.forTest(
            Repository.root(),
            data,
            ports,
            Map.of(
                "RUNNERFLEET_WEBHOOK_SECRET",
                SECRET,
                // The jobs are not GitLab's: it must not be asked what became of them.
                "RUNNERFLEET_POLL_INTERVAL",
                "PT10H"));
    try (Stack stack = new Stack(settings, progress::say);
        SandboxControl sandbox = new SandboxControl(at(ports, Part.SANDBOX))) {
      stack.start();
      progress.say("Having the job-watcher learn the job's tags from one real job");
      JobWebhooks webhooks = webhooks(sandbox);
      try (WebhookSender sender =
              new WebhookSender(at(ports, Part.JOB_WATCHER).resolve("/webhooks/gitlab"), SECRET);
          DemandTopic demand = DemandTopic.atItsEnd(ports.of(Part.KAFKA))) {
        progress.say("Warming up for " + WARM_UP_SECONDS + " s at half the rate");
        new Burst(webhooks, PER_SECOND / 2).send(sender, WARM_UP_SECONDS);
        TimeUnit.SECONDS.sleep(2);
        progress.say("Measuring " + IDLE_TIMES + " webhooks one by one on the idle system");
        demand.skip();
        Idle idle = idle(webhooks, sender, demand);
        Samples raw = raw(ports);
        progress.say("Sending %d webhooks a second for %d s".formatted(PER_SECOND, seconds));
        demand.skip();
        Burst burst = new Burst(webhooks, PER_SECOND);
        burst.send(sender, seconds);
        progress.say("Counting the events");
        return report(burst, demand.count(burst.expected(), Duration.ofSeconds(20)), idle, raw);
      }
    } finally {
      ScratchFolder.delete(data);
    }
  }

  private static JobWebhooks webhooks(SandboxControl sandbox) throws Exception {
    long id = sandbox.makeJobs(PROJECT, List.of("no-pool-takes-this"), 1, "PT1H").getFirst();
    JsonNode job = sandbox.gitLab("/projects/" + PROJECT.replace("/", "%2F") + "/jobs").get(0);
    long project = sandbox.gitLab("/projects/" + PROJECT.replace("/", "%2F")).get("id").asLong();
    // Its own webhook is on its way, and a question for its tags follows.
    TimeUnit.SECONDS.sleep(3);
    return new JobWebhooks(project, job.get("name").asText(), id + 1_000_000);
  }

  /**
   * One by one, on a system that does nothing else.
   *
   * @param events from the webhook to its event in Kafka
   * @param answers from the webhook to its answer
   */
  private record Idle(Samples events, Samples answers) {}

  private static Idle idle(JobWebhooks webhooks, WebhookSender sender, DemandTopic demand)
      throws Exception {
    Samples samples = new Samples();
    for (int i = 0; i < IDLE_TIMES; i++) {
      JobWebhooks.One one = webhooks.pending(webhooks.nextJob());
      long sent = System.nanoTime();
      sender.send(one, sent);
      samples.add(Duration.ofNanos(demand.await(one.job()) - sent));
      TimeUnit.MILLISECONDS.sleep(30);
    }
    return new Idle(samples, sender.await());
  }

  private static Samples raw(Ports ports) throws Exception {
    try (RawParts parts = RawParts.open(ports.of(Part.KAFKA), ports.of(Part.POSTGRESQL))) {
      parts.measureCommitAndHop(IDLE_TIMES);
      return parts.measureCommitAndHop(IDLE_TIMES);
    }
  }

  private Report report(Burst burst, DemandTopic.Count events, Idle idle, Samples raw) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("webhooks", (double) burst.answers().count());
    figures.put("answer_median_ms", burst.answers().percentile(50));
    figures.put("answer_p99_ms", burst.answers().percentile(99));
    figures.put("not_taken", (double) burst.refused());
    figures.put("events_expected", (double) burst.expected());
    figures.put("events_lost", (double) (burst.expected() - events.distinct()));
    figures.put("events_doubled", (double) (events.all() - events.distinct()));
    figures.put("idle_webhook_to_event_median_ms", idle.events().percentile(50));
    figures.put("idle_webhook_to_event_p99_ms", idle.events().percentile(99));
    figures.put("idle_answer_median_ms", idle.answers().percentile(50));
    figures.put("idle_answer_p99_ms", idle.answers().percentile(99));
    figures.put("raw_commit_and_hop_median_ms", raw.percentile(50));
    figures.put("raw_commit_and_hop_p99_ms", raw.percentile(99));
    figures.put("ratio_median", idle.events().percentile(50) / raw.percentile(50));
    return new Report(
        name(),
        figures,
        Map.of(
            "answer_p99_ms", 250.0,
            "not_taken", 0.0,
            "events_lost", 0.0,
            "events_doubled", 0.0,
            "idle_webhook_to_event_median_ms", 10.0,
            "idle_answer_median_ms", 50.0));
  }

  private static URI at(Ports ports, Part part) {
    return URI.create("http://localhost:" + ports.of(part));
  }
}
