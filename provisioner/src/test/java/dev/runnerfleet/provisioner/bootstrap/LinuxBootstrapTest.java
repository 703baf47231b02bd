package dev.runnerfleet.provisioner.bootstrap;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runnerfleet.contracts.runner.ReportKeyDigest;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.provisioner.Bus;
import dev.runnerfleet.provisioner.Machines;
import dev.runnerfleet.provisioner.Pools;
import dev.runnerfleet.testkit.BackingServices;
import dev.runnerfleet.testkit.SandboxProcess;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The Linux bootstrap as it is in the user data of a launched machine, run to the letter: against
 * the machine's own metadata, its enrolment and GitLab over the wire. Only systemd and GitLab
 * Runner are played.
 */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(SandboxProcess.class)
@QuarkusTestResource(ReportsReceived.class)
@EnabledOnOs(OS.LINUX)
class LinuxBootstrapTest {

  private static final String SANDBOX =
      ConfigProvider.getConfig().getValue("runnerfleet.sandbox.url", String.class);

  private final Bus bus = new Bus();
  private ScratchMachine machine;

  @BeforeEach
  void begin() throws IOException {
    for (String tool : List.of("bash", "curl", "jq")) {
      assumeThat(isInstalled(tool)).as("%s is installed", tool).isTrue();
    }
    machine = ScratchMachine.create();
  }

  @AfterEach
  void end() throws IOException {
    if (machine != null) {
      machine.close();
    }
    bus.close();
  }

  @Test
  void shouldServeUntilAWSTakesTheMachineAndTellGitLabInTime() throws Exception {
    // Given
    String pool = Machines.newPool();
    bus.send(Topic.POOLS, Pools.withRunnerConfig(pool, "[[runners]]\n  environment = [\"A=1\"]\n"));
    RunnerLaunched launched = Machines.launch(bus, pool);
    String runner = launched.runner().value();

    // When it boots
    boot(launched, Map.of("RUNNERFLEET_ABORT_BEFORE", "118"));

    // Then it has enrolled, serves and reports
    RunnerRegistered registered = Machines.awaitEvent(bus, runner, RunnerRegistered.class);
    assertThat(machine.read("etc/gitlab-runner/config.toml"))
        .startsWith("concurrent = 1\n")
        .contains("executor = \"docker\"", "limit = 1", "environment = [\"A=1\"]");
    assertThat(machine.read("dev/console")).contains("runnerfleet: enrolled and serving");
    awaitReport(runner, body -> body.path("state").asText().equals("SERVING"));
    ReportsReceived.Received first = ReportsReceived.of(runner, body -> true).getFirst();
    assertThat(ReportKeyDigest.of(first.authorization().substring("Bearer ".length())))
        .isEqualTo(registered.reportKeyDigest());
    assertThat(first.body().path("cpu").asDouble()).isEqualTo(0.2);
    assertThat(first.body().path("memory").asDouble()).isEqualTo(0.4);
    long job = takenJob();

    // When AWS says that it takes it in two minutes
    Instant deadline = interrupt(launched);

    // Then it takes no more jobs, says so, and aborts the one it has when the end is near
    awaitReport(
        runner,
        body ->
            body.path("state").asText().equals("DRAINING")
                && body.at("/notice/kind").asText().equals("SPOT_INTERRUPTION")
                && Instant.parse(body.at("/notice/deadline").asText()).equals(deadline));
    assertThat(machine.read("systemctl.log")).contains(" stop --no-block gitlab-runner\n");
    await().atMost(Machines.SOON).until(() -> machine.has("aborted"));
    assertThat(Instant.ofEpochSecond(Long.parseLong(machine.read("aborted").strip())))
        .isAfterOrEqualTo(deadline.minusSeconds(118));
    assertThat(jobStatus(job)).isEqualTo("failed");
    await().atMost(Machines.SOON).until(() -> !machine.runs("gitlab-runner"));

    // When it shuts down
    machine.shutDown();

    // Then GitLab knows it no more
    await().atMost(Machines.SOON).until(() -> !machine.runs("runnerfleet"));
    awaitReport(runner, body -> body.path("state").asText().equals("STOPPING"));
    assertThat(gitLabKnows(registered)).isFalse();
  }

  @Test
  void shouldAbortJobsAndLeaveGitLabWhenSomebodyShutsTheMachineDown() throws Exception {
    // Given
    RunnerLaunched launched = launch();
    boot(launched, Map.of());
    RunnerRegistered registered =
        Machines.awaitEvent(bus, launched.runner().value(), RunnerRegistered.class);
    long job = takenJob();

    // When
    machine.shutDown();

    // Then
    await().atMost(Machines.SOON).until(() -> !machine.runs("runnerfleet"));
    assertThat(jobStatus(job)).isEqualTo("failed");
    assertThat(gitLabKnows(registered)).isFalse();
  }

  @Test
  void shouldSayOnTheConsoleAtWhatItFailed() throws Exception {
    // Given
    byte[] script;
    try (InputStream in = getClass().getResourceAsStream("/bootstrap/linux.sh")) {
      script = Objects.requireNonNull(in).readAllBytes();
    }
    Map<String, String> settings =
        Map.of(
            "RUNNERFLEET_ENROLMENT_URL", "http://localhost",
            "RUNNERFLEET_EXECUTOR", "shell",
            "TMPDIR", "/nowhere");

    // When
    int exit = machine.boot(script, settings);

    // Then
    assertThat(exit).isEqualTo(1);
    assertThat(machine.read("dev/console"))
        .contains("bootstrap failed with 1 at: answer=$(mktemp)");
  }

  @Test
  void shouldStayInGitLabOverAReboot() throws Exception {
    // Given
    RunnerLaunched launched = launch();
    boot(launched, Map.of());
    RunnerRegistered registered =
        Machines.awaitEvent(bus, launched.runner().value(), RunnerRegistered.class);
    machine.write("system-jobs", "1 reboot.target start waiting\n");

    // When
    machine.shutDown();

    // Then
    await().atMost(Machines.SOON).until(() -> !machine.runs("runnerfleet"));
    assertThat(machine.runs("gitlab-runner")).isFalse();
    assertThat(gitLabKnows(registered)).isTrue();
  }

  @Test
  void shouldTakeNoMoreJobsOnceAWSRecommendsToReplaceTheMachine() throws Exception {
    // Given
    RunnerLaunched launched = launch();
    boot(launched, Map.of());

    // When
    order(launched, "rebalance");

    // Then
    awaitReport(
        launched.runner().value(),
        body -> body.at("/notice/kind").asText().equals("REBALANCE_RECOMMENDATION"));
    await().atMost(Machines.SOON).until(() -> !machine.runs("gitlab-runner"));
    assertThat(machine.runs("runnerfleet")).isTrue();
  }

  private RunnerLaunched launch() {
    String pool = Machines.newPool();
    bus.send(Topic.POOLS, Pools.docker(pool));
    return Machines.launch(bus, pool);
  }

  private void boot(RunnerLaunched launched, Map<String, String> settings) throws Exception {
    Machines.identity(launched.instance().value()); // once it runs
    Map<String, String> all = new HashMap<>(settings);
    all.put("RUNNERFLEET_IMDS", SANDBOX + "/imds/" + launched.instance() + "/latest");
    all.put("RUNNERFLEET_LOOK_EVERY", "0.2");
    all.put("RUNNERFLEET_REPORT_EVERY", "1");
    all.put("RUNNERFLEET_SHUTDOWN_WAIT", "1");
    // Where the test's provisioner listens is known only once it does.
    String userData =
        userData(launched)
            .replaceFirst(
                "RUNNERFLEET_ENROLMENT_URL='[^']*'",
                "RUNNERFLEET_ENROLMENT_URL='http://localhost:%d/enrolments'"
                    .formatted(RestAssured.port));
    int exit = machine.boot(userData.getBytes(StandardCharsets.UTF_8), all);
    assertThat(exit).as(machine.read("boot.log")).isZero();
  }

  private static String userData(RunnerLaunched launched) throws IOException {
    String base = SANDBOX + "/imds/" + launched.instance() + "/latest/";
    String token =
        given()
            .header("X-aws-ec2-metadata-token-ttl-seconds", "60")
            .put(base + "api/token")
            .asString();
    byte[] bytes =
        given().header("X-aws-ec2-metadata-token", token).get(base + "user-data").asByteArray();
    if (bytes[0] == '#') {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A job that the machine's runner has taken and goes on with. */
  private static long takenJob() {
    long job =
        given()
            .baseUri(SANDBOX)
            .contentType(ContentType.JSON)
            .body(
                Map.of(
                    "project",
                    "bootstrap/test",
                    "tags",
                    List.of("docker"),
                    "count",
                    1,
                    "duration",
                    "PT1H"))
            .post("/control/jobs")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath()
            .getLong("ids[0]");
    await().atMost(Machines.SOON).until(() -> jobStatus(job).equals("running"));
    return job;
  }

  private static String jobStatus(long job) {
    return Machines.gitlab()
        .get("/api/v4/projects/{project}/jobs/{job}", "bootstrap/test", job)
        .then()
        .statusCode(200)
        .extract()
        .path("status");
  }

  private static Instant interrupt(RunnerLaunched launched) {
    String endsAt = order(launched, "interrupt").path("endsAt");
    return Instant.parse(endsAt).truncatedTo(ChronoUnit.SECONDS);
  }

  private static Response order(RunnerLaunched launched, String what) {
    return given()
        .baseUri(SANDBOX)
        .post("/control/instances/%s/%s".formatted(launched.instance(), what))
        .then()
        .statusCode(200)
        .extract()
        .response();
  }

  private static boolean gitLabKnows(RunnerRegistered registered) {
    return Machines.gitlab().get("/api/v4/runners/" + registered.gitLabRunner()).statusCode()
        == 200;
  }

  private void awaitReport(String runner, Predicate<JsonNode> kind) {
    await()
        .atMost(Machines.SOON)
        .untilAsserted(
            () ->
                assertThat(ReportsReceived.of(runner, kind))
                    .as(() -> machine.read("watch.log"))
                    .isNotEmpty());
  }

  private static boolean isInstalled(String tool) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}
