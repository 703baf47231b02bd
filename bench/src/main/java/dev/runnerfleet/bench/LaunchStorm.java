package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.launcher.Part;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A thousand launches asked for at once on three pools, and then more than there are tokens for
 * until well past the first minute. Beside it, on the same sandbox begun anew, one call for each
 * machine, retried with jitter as an SDK would.
 */
final class LaunchStorm implements Benchmark {

  private static final int MACHINES = 1_000;
  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration STEADY = Duration.ofSeconds(45);

  /** More than two a second come back, so that a call waits for every token. */
  private static final Duration TRICKLE = Duration.ofMillis(350);

  /** As many connections as AWS's SDK opens. */
  private static final int CONNECTIONS = 50;

  private static final List<String> POOLS = List.of("storm-1", "storm-2", "storm-3");

  @Override
  public String name() {
    return "launch-storm";
  }

  @Override
  public String summary() {
    return "a thousand launches at once on three pools; beside it one call for each machine";
  }

  @Override
  public Report run(Progress progress, boolean thorough) throws Exception {
    FleetCalls calls = new FleetCalls();
    Map<String, Double> figures = new LinkedHashMap<>();
    try (ProvisionerStand stand = ProvisionerStand.start(progress, calls::saw);
        SandboxControl sandbox = new SandboxControl(stand.sandbox())) {
      Set<RunnerId> first = new HashSet<>();
      for (String pool : POOLS) {
        stand.makePool(pool);
        first.addAll(stand.order(pool, 1));
      }
      await("the first machines", () -> calls.machines() >= first.size());
      TimeUnit.SECONDS.sleep(5); // the buckets fill
      calls.forget();
      long refusedBefore = refused(sandbox);
      progress.say("Ordering %d machines at once".formatted(MACHINES));
      long began = System.nanoTime();
      for (int i = 0; i < POOLS.size(); i++) {
        stand.order(POOLS.get(i), MACHINES / POOLS.size() + (i < MACHINES % POOLS.size() ? 1 : 0));
      }
      await("all machines", () -> calls.machines() >= MACHINES);
      figures.put("machines", (double) calls.machines());
      figures.put("calls", (double) calls.calls());
      figures.put("seconds_until_all_asked_for", (calls.last() - began) / 1e9);
      progress.say("Ordering on and on, a machine every " + TRICKLE.toMillis() + " ms");
      long afterwards = trickle(stand, began + FIRST.toNanos());
      double firstMinute = calls.calls();
      long refusedInFirst = refused(sandbox) - refusedBefore;
      figures.put("first_minute_calls", firstMinute);
      figures.put("first_minute_refused_percent", 100.0 * refusedInFirst / firstMinute);
      trickle(stand, afterwards + STEADY.multipliedBy(thorough ? 10 : 1).toNanos());
      figures.put("steady_calls", calls.calls() - firstMinute);
      figures.put(
          "steady_refused_calls", (double) (refused(sandbox) - refusedBefore - refusedInFirst));
      progress.say("The same with one call for each machine, on the sandbox begun anew");
      stand.stack().kill(Part.PROVISIONER);
      stand.stack().kill(Part.SANDBOX);
      stand.stack().start(Part.SANDBOX);
      naive(stand.sandbox(), thorough ? Duration.ofMinutes(5) : Duration.ofMinutes(1), figures);
    }
    return new Report(
        name(),
        figures,
        Map.of(
            "seconds_until_all_asked_for", 30.0,
            "first_minute_refused_percent", 1.0,
            "steady_refused_calls", 0.0,
            "calls", MACHINES / 20.0));
  }

  /** Orders a machine now and then until a moment; tells when it stopped. */
  private static long trickle(ProvisionerStand stand, long until) throws InterruptedException {
    for (int i = 0; System.nanoTime() < until; i++) {
      stand.order(POOLS.get(i % POOLS.size()), 1);
      TimeUnit.NANOSECONDS.sleep(TRICKLE.toNanos());
    }
    return System.nanoTime();
  }

  private static long refused(SandboxControl sandbox) throws IOException, InterruptedException {
    JsonNode results = sandbox.world().path("calls").path("CreateFleet");
    return results.path("RequestLimitExceeded").asLong();
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s not asked for within %d s".formatted(what, LONGEST.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void naive(URI sandbox, Duration longest, Map<String, Double> figures)
      throws Exception {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger launched = new AtomicInteger();
    long began = System.nanoTime();
    long deadline = began + longest.toNanos();
    AtomicInteger refused = new AtomicInteger();
    Semaphore connections = new Semaphore(CONNECTIONS);
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      post(
          client,
          sandbox,
          "Action=CreateLaunchTemplate&LaunchTemplateName=naive"
              + "&LaunchTemplateData.ImageId=ami-0123456789abcdef0"
              + "&LaunchTemplateData.InstanceType=m7i.large");
      List<Callable<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < MACHINES; i++) {
        all.add(
            () -> {
              launchOne(client, sandbox, deadline, connections, calls, launched, refused);
              return true;
            });
      }
      for (Future<Boolean> caller : callers.invokeAll(all)) {
        caller.get();
      }
    }
    figures.put("naive_seconds", (System.nanoTime() - began) / 1e9);
    figures.put("naive_machines", (double) launched.get());
    figures.put("naive_calls", (double) calls.get());
    figures.put("naive_refused_share_percent", 100.0 * refused.get() / calls.get());
  }

  private static void launchOne(
      HttpClient client,
      URI sandbox,
      long deadline,
      Semaphore connections,
      AtomicInteger calls,
      AtomicInteger launched,
      AtomicInteger refused)
      throws IOException, InterruptedException {
    for (int attempt = 0; System.nanoTime() < deadline; attempt++) {
      calls.incrementAndGet();
      connections.acquire();
      int status;
      try {
        status = post(client, sandbox, ONE_MACHINE);
      } finally {
        connections.release();
      }
      if (status == 200) {
        launched.incrementAndGet();
        return;
      }
      refused.incrementAndGet();
      long most = Math.min(20_000, 100L << Math.min(attempt, 10));
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(1, most + 1));
    }
  }

  private static int post(HttpClient client, URI sandbox, String form)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(sandbox.resolve("/ec2/"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form + "&Version=2016-11-15"))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static final String ONE_MACHINE =
      "Action=CreateFleet&Type=instant"
          + "&TargetCapacitySpecification.TotalTargetCapacity=1"
          + "&TargetCapacitySpecification.DefaultTargetCapacityType=spot"
          + "&LaunchTemplateConfigs.1.LaunchTemplateSpecification.LaunchTemplateName=naive"
          + "&LaunchTemplateConfigs.1.LaunchTemplateSpecification.Version=1";
}
