package dev.runnerfleet.bench;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.launcher.Part;
import dev.runnerfleet.launcher.StartFailedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A storm of launches through which the provisioner is killed at random moments, some of them while
 * it starts. In the end each order has one machine or a reason why not, and each machine that EC2
 * has is some runner's. The reaper sweeps all the while and must find nothing to heal.
 */
final class LaunchCrash implements Benchmark {

  private static final long SEED = 20_260_101;
  private static final Duration LONGEST = Duration.ofMinutes(3);

  /** Each is a call of its own, so that some call is out, or is being settled, at any moment. */
  private static final List<String> POOLS =
      IntStream.rangeClosed(1, 20).mapToObj("crash-%d"::formatted).toList();

  private static final Map<String, String> SETTINGS =
      Map.of(
          "RUNNERFLEET_SANDBOX_EC2_CREATE_FLEET_BURST", "20",
          "RUNNERFLEET_SANDBOX_EC2_CREATE_FLEET_PER_SECOND", "10",
          "RUNNERFLEET_EC2_CREATE_FLEET_BURST", "20",
          "RUNNERFLEET_EC2_CREATE_FLEET_PER_SECOND", "10",
          "RUNNERFLEET_EC2_LIMITS_LAUNCHED_INSTANCES_BURST", "100000",
          "RUNNERFLEET_EC2_LIMITS_LAUNCHED_INSTANCES_PER_SECOND", "100",
          "RUNNERFLEET_REGISTRATION_TIME", "10h",
          "RUNNERFLEET_SWEEP_INTERVAL", "10s");

  @Override
  public String name() {
    return "launch-crash";
  }

  @Override
  public String summary() {
    return "a storm with the provisioner killed at 20 random moments, 200 with --long";
  }

  @Override
  public Report run(Progress progress, boolean thorough) throws Exception {
    int points = thorough ? 200 : 20;
    Random random = new Random(SEED);
    long began = System.nanoTime();
    try (ProvisionerStand stand =
            ProvisionerStand.start(progress, (body, at) -> {}, SETTINGS, Part.REAPER);
        SandboxControl sandbox = new SandboxControl(stand.sandbox())) {
      POOLS.forEach(stand::makePool);
      // Slow answers leave more time to die in.
      sandbox.fault(
          Map.of(
              "kind",
              "stall-api",
              "actions",
              List.of("CreateFleet"),
              "share",
              0.5,
              "by",
              "PT0.4S",
              "seed",
              SEED));
      Set<RunnerId> ordered = new HashSet<>();
      for (int point = 1; point <= points; point++) {
        for (String pool : POOLS) {
          ordered.addAll(stand.order(pool, 1 + random.nextInt(2)));
        }
        crash(stand, random);
        progress.say("%d of %d: %d machines ordered".formatted(point, points, ordered.size()));
      }
      progress.say("Waiting until every order has its outcome");
      FleetHistory history = settled(stand, ordered);
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("kill_points", (double) points);
      figures.put("machines_ordered", (double) ordered.size());
      figures.put("seconds", (System.nanoTime() - began) / 1e9);
      judge(history, ordered, sandbox.machines(), figures);
      return report(figures);
    }
  }

  /** Kills it within the second after it was told to work, or on its way up again. */
  private static void crash(ProvisionerStand stand, Random random) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(random.nextInt(2_500));
    stand.stack().kill(Part.PROVISIONER);
    if (random.nextInt(5) == 0) {
      Thread starting = Thread.startVirtualThread(() -> startInVain(stand));
      TimeUnit.MILLISECONDS.sleep(1_000 + random.nextInt(3_000));
      stand.stack().kill(Part.PROVISIONER);
      starting.join();
    }
    stand.stack().start(Part.PROVISIONER);
  }

  private static void startInVain(ProvisionerStand stand) {
    try {
      stand.stack().start(Part.PROVISIONER);
    } catch (StartFailedException e) {
      // Killed before it was ready, as was the point.
    }
  }

  private static FleetHistory settled(ProvisionerStand stand, Set<RunnerId> ordered)
      throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (true) {
      FleetHistory history = FleetHistory.read(stand.kafka());
      if (outcomes(history).containsAll(ordered) || System.nanoTime() > deadline) {
        return history;
      }
      TimeUnit.SECONDS.sleep(2);
    }
  }

  private static Set<RunnerId> outcomes(FleetHistory history) {
    Set<RunnerId> told = new HashSet<>(history.instancesByRunner().keySet());
    told.addAll(failed(history));
    return told;
  }

  private static Set<RunnerId> failed(FleetHistory history) {
    Set<RunnerId> failed = new HashSet<>();
    history.runnerEvents().stream()
        .filter(LaunchFailed.class::isInstance)
        .map(LaunchFailed.class::cast)
        .forEach(event -> failed.add(event.runner()));
    return failed;
  }

  private static void judge(
      FleetHistory history, Set<RunnerId> ordered, List<String> live, Map<String, Double> figures) {
    Map<RunnerId, Set<String>> instances = history.instancesByRunner();
    Map<String, Integer> owners = new HashMap<>();
    instances.values().forEach(each -> each.forEach(id -> owners.merge(id, 1, Integer::sum)));
    Set<RunnerId> told = outcomes(history);
    Set<RunnerId> both = new HashSet<>(failed(history));
    both.retainAll(instances.keySet());
    figures.put("machines_in_ec2", (double) live.size());
    figures.put("runners_failed", (double) failed(history).size());
    figures.put(
        "runners_without_outcome",
        (double) ordered.stream().filter(id -> !told.contains(id)).count());
    figures.put(
        "runners_with_two_outcomes",
        (double) instances.values().stream().filter(ids -> ids.size() > 1).count() + both.size());
    figures.put(
        "machines_of_two_runners",
        (double) owners.values().stream().filter(count -> count > 1).count());
    figures.put(
        "machines_of_nobody", (double) live.stream().filter(id -> !owners.containsKey(id)).count());
    figures.put(
        "machines_lost",
        (double) owners.keySet().stream().filter(id -> !live.contains(id)).count());
  }

  private Report report(Map<String, Double> figures) {
    Map<String, Double> limits = new LinkedHashMap<>();
    List.of(
            "runners_failed",
            "runners_without_outcome",
            "runners_with_two_outcomes",
            "machines_of_two_runners",
            "machines_of_nobody",
            "machines_lost")
        .forEach(each -> limits.put(each, 0.0));
    return new Report(name(), figures, limits);
  }
}
