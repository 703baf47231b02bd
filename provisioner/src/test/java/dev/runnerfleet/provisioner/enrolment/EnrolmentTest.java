package dev.runnerfleet.provisioner.enrolment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.provisioner.Bus;
import dev.runnerfleet.provisioner.Pools;
import dev.runnerfleet.testkit.BackingServices;
import dev.runnerfleet.testkit.SandboxProcess;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(SandboxProcess.class)
class EnrolmentTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String SANDBOX =
      ConfigProvider.getConfig().getValue("runnerfleet.sandbox.url", String.class);

  private final Bus bus = new Bus();

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void shouldGiveAProvenMachineAGitLabRunnerOfItsOwn() {
    // Given
    RunnerLaunched launched = launch();
    Identity identity = identity(launched.instance().value());

    // When
    Response answer = enrol(identity);

    // Then
    answer
        .then()
        .statusCode(200)
        .body("runner", equalTo(launched.runner().value()))
        .body("token", startsWith("glrt-"))
        .body("executor", equalTo("docker"))
        .body("slots", equalTo(1));
    RunnerRegistered registered = awaitEvents(launched.runner(), RunnerRegistered.class).getFirst();
    assertThat(registered.instance()).isEqualTo(launched.instance());
    gitlab()
        .get("/api/v4/runners/" + registered.gitLabRunner())
        .then()
        .statusCode(200)
        .body("description", startsWith("runnerfleet/runnerfleet/" + launched.pool() + "/"))
        .body(
            "tag_list",
            equalTo(List.of("computetype-spot", "docker", "glexecutor-docker", "linux")));
  }

  @Test
  void shouldReplaceTheGitLabRunnerOfAMachineThatNeverGotItsAnswer() {
    // Given
    RunnerLaunched launched = launch();
    Identity identity = identity(launched.instance().value());
    enrol(identity).then().statusCode(200);

    // When
    Response answer = enrol(identity);

    // Then
    answer.then().statusCode(200);
    List<RunnerRegistered> registered =
        await()
            .atMost(SOON)
            .until(() -> registered(launched.runner()), events -> events.size() == 2);
    gitlab().get("/api/v4/runners/" + registered.getFirst().gitLabRunner()).then().statusCode(404);
    gitlab().get("/api/v4/runners/" + registered.getLast().gitLabRunner()).then().statusCode(200);
  }

  @Test
  void shouldNotLetAMachineEnrolTwiceOnceItHasWorked() {
    // Given
    RunnerLaunched launched = launch();
    Identity identity = identity(launched.instance().value());
    String token = enrol(identity).then().statusCode(200).extract().path("token");
    given()
        .baseUri(SANDBOX + "/gitlab")
        .contentType(ContentType.JSON)
        .body(Map.of("token", token, "system_id", "s_1"))
        .post("/api/v4/runners/verify")
        .then()
        .statusCode(200);

    // When
    Response answer = enrol(identity);

    // Then
    answer.then().statusCode(403);
  }

  @Test
  void shouldTellWhoIsDeniedNothing() {
    // Given
    RunnerLaunched launched = launch();
    Identity identity = identity(launched.instance().value());
    String document = identity.document();
    String foreign = launched.instance().value().replaceFirst("i-.", "i-e");

    // When
    Response forged = enrol(Map.of("document", document + " ", "signature", identity.signature()));
    Response unsigned = enrol(Map.of("document", document));
    Response unknown =
        enrol(
            Map.of(
                "document", document.replace(launched.instance().value(), foreign),
                "signature", identity.signature()));

    // Then
    for (Response answer : List.of(forged, unsigned, unknown)) {
      answer.then().statusCode(403).body("detail", equalTo("This machine may not enrol"));
    }
  }

  @Test
  void shouldSayWhatIsWrongWithABody() {
    enrol(Map.of("signature", "x")).then().statusCode(400).body("field", equalTo("document"));
    enrol(Map.of("document", "{}")).then().statusCode(400).body("field", equalTo("document"));
    enrol(Map.of("document", "[")).then().statusCode(400).body("field", equalTo("document"));
    given()
        .contentType(ContentType.JSON)
        .body("{")
        .post("/enrolments")
        .then()
        .statusCode(400)
        .body("title", not(equalTo("")));
  }

  private RunnerLaunched launch() {
    String pool = "pool-" + UUID.randomUUID().toString().substring(0, 8);
    bus.send(Topic.POOLS, Pools.docker(pool));
    LaunchRunner order =
        new LaunchRunner(
            new RunnerId(UUID.randomUUID().toString()),
            new PoolName(pool),
            new ThrottleDomain("self/us-east-1"),
            1,
            LaunchRunner.Purpose.WAITING_JOB,
            null,
            new DecisionId("d-1"),
            Instant.now());
    bus.send(Topic.LAUNCH_COMMANDS, order);
    return awaitEvents(order.runner(), RunnerLaunched.class).getFirst();
  }

  private <E extends RunnerEvent> List<E> awaitEvents(RunnerId runner, Class<E> type) {
    return await().atMost(SOON).until(() -> events(runner, type), events -> !events.isEmpty());
  }

  private List<RunnerRegistered> registered(RunnerId runner) {
    return events(runner, RunnerRegistered.class);
  }

  private <E extends RunnerEvent> List<E> events(RunnerId runner, Class<E> type) {
    return bus.events(runner.value()).stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** What a machine proves itself with. */
  private record Identity(String document, String signature) {}

  /** The machine's identity as its metadata service gives it, once it runs. */
  private static Identity identity(String instance) {
    return new Identity(
        metadata(instance, "dynamic/instance-identity/document"),
        metadata(instance, "dynamic/instance-identity/rsa2048"));
  }

  private static String metadata(String instance, String path) {
    String base = SANDBOX + "/imds/" + instance + "/latest/";
    return await()
        .atMost(SOON)
        .until(
            () -> {
              Response token =
                  given()
                      .header("X-aws-ec2-metadata-token-ttl-seconds", "60")
                      .put(base + "api/token");
              Response answer =
                  given().header("X-aws-ec2-metadata-token", token.asString()).get(base + path);
              return Optional.of(answer)
                  .filter(each -> each.statusCode() == 200)
                  .map(Response::asString);
            },
            Optional::isPresent)
        .orElseThrow();
  }

  private static Response enrol(Identity identity) {
    return enrol(Map.of("document", identity.document(), "signature", identity.signature()));
  }

  private static Response enrol(Map<String, String> body) {
    return given().contentType(ContentType.JSON).body(body).post("/enrolments");
  }

  private static io.restassured.specification.RequestSpecification gitlab() {
    return given().baseUri(SANDBOX + "/gitlab").header("PRIVATE-TOKEN", "glpat-sandbox");
  }
}
