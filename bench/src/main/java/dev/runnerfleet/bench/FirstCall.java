package dev.runnerfleet.bench;

import dev.runnerfleet.launcher.FreePorts;
import dev.runnerfleet.launcher.Part;
import dev.runnerfleet.launcher.Ports;
import dev.runnerfleet.launcher.Stack;
import dev.runnerfleet.launcher.StackSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * From GitLab's webhook of a queued job to CreateFleet on the wire, on an idle system: both moments
 * taken in this process, which stands between GitLab and the job-watcher and between the
 * provisioner and EC2. Machines never boot here, so that every job needs a call of its own and
 * nothing else runs.
 */
final class FirstCall implements Benchmark {

  /** Between two jobs: CreateFleet's bucket refills two tokens a second. */
  private static final Duration REST = Duration.ofMillis(600);

  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final int WARM_UP = 60;

  @Override
  public String name() {
    return "first-call";
  }

  @Override
  public String summary() {
    return "from an accepted webhook to CreateFleet on the wire, idle system, 200 times";
  }

  @Override
  public Report run(Progress progress, boolean thorough) throws Exception {
    int times = thorough ? 1_000 : 200;
    Path data = Files.createTempDirectory("runnerfleet-bench");
    Ports ports = Ports.free();
    List<Integer> proxies = FreePorts.find(2);
    Moments moments = new Moments();
    Path pools = Files.writeString(data.resolve("pools.yaml"), POOLS);
    StackSettings settings =
        StackSettings.forTest(
            Repository.root(),
            data,
            ports,
            Map.of(
                "RUNNERFLEET_POOLS", pools.toString(),
                "RUNNERFLEET_SANDBOX_BOOT_TIME", "PT10H",
                "RUNNERFLEET_SANDBOX_WEBHOOK_URL",
                    "http://localhost:%d/webhooks/gitlab".formatted(proxies.get(0)),
                "RUNNERFLEET_EC2_ENDPOINT", "http://localhost:%d/ec2".formatted(proxies.get(1))));
    try (RecordingProxy _ =
            RecordingProxy.start(proxies.get(0), at(ports, Part.JOB_WATCHER), moments::webhook);
        RecordingProxy _ =
            RecordingProxy.start(proxies.get(1), at(ports, Part.SANDBOX), moments::ec2Call);
        Stack stack = new Stack(settings, progress::say);
        SandboxControl sandbox = new SandboxControl(at(ports, Part.SANDBOX))) {
      stack.start();
      progress.say("Warming up with " + WARM_UP + " jobs");
      measure(sandbox, moments, WARM_UP);
      progress.say("Measuring " + times + " jobs, one every " + REST.toMillis() + " ms");
      Samples ours = measure(sandbox, moments, times);
      progress.say("Measuring two Kafka hops and three commits, " + times + " times");
      Samples raw = raw(ports, times);
      return report(ours, raw);
    } finally {
      ScratchFolder.delete(data);
    }
  }

  private static Samples measure(SandboxControl sandbox, Moments moments, int times)
      throws IOException, InterruptedException {
    Samples samples = new Samples();
    for (int i = 0; i < times; i++) {
      moments.forget();
      sandbox.makeJobs("bench/first-call", List.of("bench"), 1, "PT1H");
      Long heard = moments.webhooks.poll(LONGEST.toSeconds(), TimeUnit.SECONDS);
      Long called = moments.calls.poll(LONGEST.toSeconds(), TimeUnit.SECONDS);
      samples.add(between(heard, called));
      TimeUnit.NANOSECONDS.sleep(REST.toNanos());
    }
    return samples;
  }

  private static Duration between(@Nullable Long heard, @Nullable Long called) {
    if (heard == null || called == null) {
      throw new IllegalStateException(
          "No %s within %d s"
              .formatted(heard == null ? "webhook" : "CreateFleet", LONGEST.toSeconds()));
    }
    return Duration.ofNanos(called - heard);
  }

  private static Samples raw(Ports ports, int times) throws Exception {
    try (RawParts parts = RawParts.open(ports.of(Part.KAFKA), ports.of(Part.POSTGRESQL))) {
      parts.measure(WARM_UP);
      return parts.measure(times);
    }
  }

  private Report report(Samples ours, Samples raw) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("samples", (double) ours.count());
    figures.put("webhook_to_call_median_ms", ours.percentile(50));
    figures.put("webhook_to_call_p99_ms", ours.percentile(99));
    figures.put("raw_median_ms", raw.percentile(50));
    figures.put("raw_p99_ms", raw.percentile(99));
    figures.put("ratio_median", ours.percentile(50) / raw.percentile(50));
    figures.put("ratio_p99", ours.percentile(99) / raw.percentile(99));
    return new Report(name(), figures, Map.of("webhook_to_call_p99_ms", 150.0, "ratio_p99", 2.0));
  }

  private static URI at(Ports ports, Part part) {
    return URI.create("http://localhost:" + ports.of(part));
  }

  /** When webhooks and calls went by. */
  private static final class Moments {

    private final BlockingQueue<Long> webhooks = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> calls = new LinkedBlockingQueue<>();

    void webhook(String body, long at) {
      if (body.contains("\"build_status\":\"pending\"")) {
        webhooks.add(at);
      }
    }

    void ec2Call(String body, long at) {
      if (body.contains("Action=CreateFleet")) {
        calls.add(at);
      }
    }

    void forget() {
      webhooks.clear();
      calls.clear();
    }
  }

  private static final String POOLS =
      """
      pools:
        - name: bench
          region: us-east-1
          gitlab: { scope: instance }
          match: { tags: [bench] }
          machine:
            executor: docker
            image: resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64
            instance-types: [m7i.large, m7a.large, m6i.large, m6a.large, c7i.large]
            subnets: [subnet-0a, subnet-0b, subnet-0c]
            security-groups: [sg-0f]
          market: { spot: preferred, on-demand-fallback: true }
          capacity: { max-runners: 2000, max-growth: 2000, idle-time: 1h }
      """;
}
