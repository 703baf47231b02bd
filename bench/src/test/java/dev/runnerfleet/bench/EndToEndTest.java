package dev.runnerfleet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.launcher.Part;
import dev.runnerfleet.launcher.Ports;
import dev.runnerfleet.launcher.Stack;
import dev.runnerfleet.launcher.StackSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The whole line, with every part a process of its own: a real broker, a real database, and the
 * wire protocols of GitLab and AWS. The stack is started once; each test begins and ends with no
 * machine.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EndToEndTest {

  private static final PoolName DOCKER = new PoolName("docker");
  private static final PoolName LARGE = new PoolName("large");
  private static final int DOCKER_MAX = 8;
  private static final int LARGE_MAX = 5;
  private static final int KILLS = 5;

  /** Whether a job comes just before or just after a machine falls idle is up to wall time. */
  private static final int ONE_MORE_OR_LESS = 1;

  private static final long SEED = Long.getLong("runnerfleet.seed", 20_261_121);
  private static final Path POOLS =
      Repository.root().resolve("bench/src/test/resources/end-to-end-pools.yaml");
  private static final Duration LONGEST = Duration.ofSeconds(150);

  private static Path data;
  private static Stack stack;
  private static SandboxControl sandbox;

  @BeforeAll
  static void start() throws IOException {
    data = Files.createTempDirectory("runnerfleet-end-to-end");
    stack =
        new Stack(
            StackSettings.forTest(
                Repository.root(),
                data,
                Ports.free(),
                Map.of(
                    "RUNNERFLEET_POOLS",
                    POOLS.toString(),
                    "RUNNERFLEET_SANDBOX_BOOT_TIME",
                    "PT2S")),
            System.out::println);
    stack.start();
    sandbox = new SandboxControl(stack.address(Part.SANDBOX));
  }

  @AfterAll
  static void stop() throws IOException {
    if (sandbox != null) {
      sandbox.close();
    }
    stack.close();
    ScratchFolder.delete(data);
  }

  @Test
  @Order(1)
  void shouldRunABurstOfSixtyJobsOnMachinesOfTheRightPoolAndLeaveNothing() throws Exception {
    // Given
    List<Long> docker = new ArrayList<>();
    List<Long> large = new ArrayList<>();

    // When
    docker.addAll(sandbox.makeJobs("e2e/docker", List.of("docker", "linux"), 30, "PT3S"));
    docker.addAll(sandbox.makeJobs("e2e/docker", List.of(), 10, "PT2S"));
    large.addAll(sandbox.makeJobs("e2e/large", List.of("large"), 20, "PT2S"));

    // Then
    awaitAllDone(60);
    assertThat(ranOnPool("e2e/docker", DOCKER)).containsAll(docker);
    assertThat(ranOnPool("e2e/large", LARGE)).containsAll(large);
    awaitNothingLeft();
    assertLimitsHeld();
  }

  @Test
  @Order(2)
  void shouldAgreeWithTheReplayOfWhatItDid() throws Exception {
    // Given
    List<JsonNode> jobs = new ArrayList<>();
    sandbox.gitLab("/projects/e2e%2Fdocker/jobs?per_page=100").forEach(jobs::add);
    sandbox.gitLab("/projects/e2e%2Flarge/jobs?per_page=100").forEach(jobs::add);

    String kafka = "localhost:" + stack.settings().ports().of(Part.KAFKA);
    FleetHistory history = FleetHistory.read(kafka);
    Collection<List<JsonNode>> lines =
        LiveAndReplayed.lines(jobs, FleetHistory.runnersOfJobs(kafka));
    Duration handOver = LiveAndReplayed.handOver(lines);

    // When: by the boots and round trips that there really were, on a machine that has more to do
    LiveAndReplayed both =
        LiveAndReplayed.of(jobs, POOLS, LiveAndReplayed.boot(lines, handOver), handOver);

    // Then: the same machines, each retired once
    JsonNode replayed = both.replayed();
    assertThat(jobs).hasSize(60);
    assertThat(replayed.path("jobs_ended").asInt()).isEqualTo(60);
    assertThat(replayed.path("launches").asInt())
        .isCloseTo(history.instancesByRunner().size(), within(ONE_MORE_OR_LESS));
    assertThat(history.terminations().keySet()).isEqualTo(history.instancesByRunner().keySet());
    assertThat(replayed.path("machines_given_back").asInt())
        .isEqualTo(replayed.path("launches").asInt());

    // Then: the same waits. Replayed, all machines take the average to their first job, live each
    // its own time, so that lines of jobs are shifted by half of that on average; and a job is
    // handed over sooner or later. The longest line may be a job, of three seconds, longer or
    // shorter.
    double spread = LiveAndReplayed.spread(lines).toMillis() / 1000.0;
    double handing = handOver.toMillis() / 1000.0;
    assertThat(replayed.path("wait_mean_s").asDouble())
        .isCloseTo(both.liveMeanWait(), within(spread / 2 + handing + 0.5));
    assertThat(replayed.path("wait_max_s").asDouble())
        .isCloseTo(both.liveWait(1), within(spread + 3 + handing));

    // Then: and machines stand as long. A decision comes within two seconds, a drain looks again
    // within three.
    assertThat(replayed.path("machine_life_mean_s").asDouble())
        .isCloseTo(history.meanLife().toMillis() / 1000.0, within(spread / 2 + 2 + 3));
  }

  @Test
  @Order(3)
  void shouldComeToTheSameEndWhenEachServiceIsKilledOnTheWay() throws Exception {
    // Given
    long before = jobs("success");

    // When
    for (Part service : Part.services()) {
      sandbox.makeJobs("e2e/docker", List.of("docker"), 8, "PT4S");
      sandbox.makeJobs("e2e/large", List.of("large", "linux"), 3, "PT4S");
      await("jobs run").atMost(LONGEST).until(() -> jobs("running") > 0);
      stack.kill(service);
      assertThat(jobs("running") + jobs("pending"))
          .as("open when %s is killed", service)
          .isPositive();
      stack.start(service);
    }

    // Then
    awaitAllDone(before + 44);
    awaitNothingLeft();
    assertLimitsHeld();
  }

  @Test
  @Order(4)
  void shouldTakeUpWorkAgainWhenTheBrokerComesBack() throws Exception {
    // Given
    long before = jobs("success");
    stack.kill(Part.KAFKA);
    sandbox.makeJobs("e2e/docker", List.of("docker"), 5, "PT1S");

    // When
    stack.start(Part.KAFKA);

    // Then
    awaitAllDone(before + 5);
    awaitNothingLeft();
    assertLimitsHeld();
  }

  @Test
  @Order(5)
  void shouldDecideAsOneScalerWhenTwoAreKilledAtRandom() throws Exception {
    // Given
    Random random = new Random(SEED);
    long before = jobs("success");
    Path other = Files.createTempDirectory("runnerfleet-second-scaler");
    try (Stack second = another(Part.SCALER, other)) {
      second.start(Part.SCALER);
      List<Stack> scalers = List.of(stack, second);

      // When: one is killed, or both, once some of the round's jobs have succeeded
      long made = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        int docker = 4 + random.nextInt(10);
        int large = 1 + random.nextInt(7);
        long done = before + made + random.nextInt(docker);
        sandbox.makeJobs("e2e/docker", List.of("docker"), docker, "PT2S");
        sandbox.makeJobs("e2e/large", List.of("large"), large, "PT2S");
        made += docker + large;
        await("jobs succeed").atMost(LONGEST).until(() -> jobs("success") >= done);
        List<Stack> killed =
            random.nextInt(4) == 0 ? scalers : List.of(scalers.get(random.nextInt(2)));
        for (Stack each : killed) {
          each.kill(Part.SCALER);
        }
        for (Stack each : killed) {
          each.start(Part.SCALER);
        }
      }

      // Then
      awaitAllDone(before + made);
      awaitNothingLeft();
      assertLimitsHeld();
      assertOrdersSentAsDecided();
    } finally {
      ScratchFolder.delete(other);
    }
  }

  @Test
  @Order(6)
  void shouldHaveEveryMetricThatADashboardOrAnAlertNames() throws Exception {
    // Given
    Set<String> existing = NamedMetrics.existing(stack);

    // When
    List<String> queries = NamedMetrics.queries();

    // Then
    assertThat(queries).hasSizeGreaterThan(5);
    assertThat(queries)
        .allSatisfy(
            query ->
                assertThat(NamedMetrics.in(query)).as(query).isNotEmpty().isSubsetOf(existing));
  }

  @Test
  @Order(7)
  void shouldTerminateNoBusyMachineAndLeaveNothingWhateverElseTakesMachines() throws Exception {
    // Given
    try (FleetRecords records =
        new FleetRecords(stack.address(Part.PROVISIONER), stack.address(Part.REAPER))) {
      FleetRun run = new FleetRun(FleetPlan.small(), System.out::println, sandbox, records);

      // When
      Report report = run.measure();

      // Then
      assertThat(report.figures()).containsEntry("jobs", 24.0);
      assertThat(report.held()).as("%s", report.toJson()).isTrue();
    }
  }

  /** The last, as services that have just started have not counted everything yet. */
  @Test
  @Order(8)
  void shouldGiveEachRunnerOneMachineThoughTwoProvisionersDieAtRandomMoments() throws Exception {
    // Given
    long before = jobs("success");
    Random random = new Random(8);
    Path other = Files.createTempDirectory("runnerfleet-second-provisioner");
    try (Stack second = another(Part.PROVISIONER, other)) {
      second.start(Part.PROVISIONER);

      // When
      for (Stack killed : List.of(stack, second, stack)) {
        sandbox.makeJobs("e2e/docker", List.of("docker"), 6, "PT1S");
        sandbox.makeJobs("e2e/large", List.of("large"), 4, "PT1S");
        await("a moment").pollDelay(Duration.ofMillis(random.nextInt(800))).until(() -> true);
        killed.kill(Part.PROVISIONER);
        killed.start(Part.PROVISIONER);
      }

      // Then
      awaitAllDone(before + 30);
      awaitNothingLeft();
      assertLimitsHeld();
    } finally {
      ScratchFolder.delete(other);
    }
  }

  /** The same broker and database, a port of its own. */
  private static Stack another(Part part, Path data) {
    Map<Part, Integer> ports = new EnumMap<>(stack.settings().ports().byPart());
    ports.put(part, Ports.free().of(part));
    StackSettings settings =
        StackSettings.forTest(
            stack.settings().home(),
            data,
            new Ports(ports, stack.settings().ports().sqs()),
            stack.settings().environment());
    return new Stack(settings, System.out::println);
  }

  private static void awaitAllDone(long jobs) {
    await("all jobs succeed")
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(
            () -> assertThat(jobs("success")).as("world %s", sandbox.world()).isEqualTo(jobs));
  }

  private static void awaitNothingLeft() {
    String kafka = "localhost:" + stack.settings().ports().of(Part.KAFKA);
    await("no machine, no GitLab runner, no lag is left")
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              JsonNode world = sandbox.world();
              assertThat(SandboxControl.liveInstances(world)).as("world %s", world).isZero();
              assertThat(sandbox.gitLab("/runners/all")).isEmpty();
              assertThat(FleetHistory.lagByGroup(kafka))
                  .isNotEmpty()
                  .allSatisfy((group, lag) -> assertThat(lag).as(group).isZero());
            });
  }

  /** No decision was lost, none was carried out in part, and each runner was ordered by one. */
  private static void assertOrdersSentAsDecided() throws Exception {
    FleetHistory history =
        FleetHistory.read("localhost:" + stack.settings().ports().of(Part.KAFKA));
    Map<String, Set<String>> sent = history.ordersByDecision();
    assertThat(OrdersDecided.read(stack.address(Part.SCALER))).isEqualTo(sent);
    assertThat(sent.values().stream().flatMap(Set::stream).toList()).doesNotHaveDuplicates();
  }

  /** Invariants 1 and 4, from the events. */
  private static void assertLimitsHeld() {
    FleetHistory history =
        FleetHistory.read("localhost:" + stack.settings().ports().of(Part.KAFKA));
    assertThat(history.mostRunnersAtOnce(DOCKER)).isBetween(1, DOCKER_MAX);
    assertThat(history.mostRunnersAtOnce(LARGE)).isBetween(1, LARGE_MAX);
    Set<String> seen = new HashSet<>();
    assertThat(history.instancesByRunner())
        .allSatisfy(
            (runner, instances) -> {
              assertThat(instances).as("instances of %s", runner).hasSize(1);
              assertThat(seen.addAll(instances))
                  .as("%s has an instance of its own", runner)
                  .isTrue();
            });
  }

  private static List<Long> ranOnPool(String project, PoolName pool) throws Exception {
    List<Long> ran = new ArrayList<>();
    for (JsonNode job :
        sandbox.gitLab("/projects/" + project.replace("/", "%2F") + "/jobs?per_page=100")) {
      if (job.path("runner").path("description").asText().contains("/" + pool + "/")) {
        ran.add(job.get("id").asLong());
      }
    }
    return ran;
  }

  private static long jobs(String state) throws Exception {
    return sandbox.world().path("jobs").path(state).asLong();
  }
}
