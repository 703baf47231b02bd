package dev.runnerfleet.provisioner.enrolment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

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
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(SandboxProcess.class)
class EnrolmentTest {

  private final Bus bus = new Bus();

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void shouldGiveAProvenMachineAGitLabRunnerOfItsOwn() {
    // Given
    RunnerLaunched launched = launch();
    Machines.Identity identity = Machines.identity(launched.instance().value());

    // When
    Response answer = Machines.enrol(identity);

    // Then
    answer
        .then()
        .statusCode(200)
        .body("runner", equalTo(launched.runner().value()))
        .body("token", startsWith("glrt-"))
        .body("executor", equalTo("docker"))
        .body("slots", equalTo(1));
    RunnerRegistered registered =
        Machines.awaitEvent(bus, launched.runner().value(), RunnerRegistered.class);
    assertThat(registered.instance()).isEqualTo(launched.instance());
    assertThat(registered.reportKeyDigest())
        .isEqualTo(ReportKeyDigest.of(answer.path("reportKey")));
    Machines.gitlab()
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
    Machines.Identity identity = Machines.identity(launched.instance().value());
    Machines.enrol(identity).then().statusCode(200);

    // When
    Response answer = Machines.enrol(identity);

    // Then
    answer.then().statusCode(200);
    List<RunnerRegistered> registered =
        Machines.awaitEvents(bus, launched.runner().value(), RunnerRegistered.class, 2);
    Machines.gitlab()
        .get("/api/v4/runners/" + registered.getFirst().gitLabRunner())
        .then()
        .statusCode(404);
    Machines.gitlab()
        .get("/api/v4/runners/" + registered.getLast().gitLabRunner())
        .then()
        .statusCode(200);
  }

  @Test
  void shouldNotLetAMachineEnrolTwiceOnceItHasWorked() {
    // Given
    RunnerLaunched launched = launch();
    Machines.Identity identity = Machines.identity(launched.instance().value());
    String token = Machines.enrol(identity).then().statusCode(200).extract().path("token");
    Machines.gitlab()
        .contentType(ContentType.JSON)
        .body(Map.of("token", token, "system_id", "s_1"))
        .post("/api/v4/runners/verify")
        .then()
        .statusCode(200);

    // When
    Response answer = Machines.enrol(identity);

    // Then
    answer.then().statusCode(403);
  }

  @Test
  void shouldTellAMachineWhenToComeAgainWhileGitLabIsAway() {
    // Given
    RunnerLaunched launched = launch();
    Machines.Identity identity = Machines.identity(launched.instance().value());
    Machines.fault(
        Map.of(
            "kind",
            "fail-gitlab",
            "methods",
            List.of("POST"),
            "paths",
            List.of("*user/runners"),
            "status",
            502,
            "count",
            1));

    // When
    Response away = Machines.enrol(identity);
    Response back = Machines.enrol(identity);

    // Then
    away.then().statusCode(503).header("Retry-After", equalTo("5"));
    back.then().statusCode(200);
    assertThat(gitLabRunnersOf(launched)).hasSize(1);
  }

  @Test
  void shouldMakeOneGitLabRunnerHoweverOftenAMachineAsksAtOnce() {
    // Given
    RunnerLaunched launched = launch();
    Machines.Identity identity = Machines.identity(launched.instance().value());

    // When
    List<CompletableFuture<Integer>> asked =
        IntStream.range(0, 6)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> Machines.enrol(identity).statusCode()))
            .toList();
    List<Integer> answers = asked.stream().map(CompletableFuture::join).toList();

    // Then
    assertThat(answers).contains(200).isSubsetOf(200, 503);
    assertThat(gitLabRunnersOf(launched)).hasSize(1);
  }

  @Test
  void shouldHandOverThePoolsRunnerConfiguration() {
    // Given
    String pool = Machines.newPool();
    String toml = "[[runners]]\n  environment = [\"A=1\"]\n";
    bus.send(Topic.POOLS, Pools.withRunnerConfig(pool, toml));
    RunnerLaunched launched = Machines.launch(bus, pool);

    // When
    Response answer = Machines.enrol(Machines.identity(launched.instance().value()));

    // Then
    answer.then().statusCode(200).body("runnerConfig", equalTo(toml));
  }

  @Test
  void shouldSayWhatIsWrongWithABody() {
    Machines.enrol(Map.of("signature", "x"))
        .then()
        .statusCode(400)
        .body("field", equalTo("document"));
    Machines.enrol(Map.of("document", "{}"))
        .then()
        .statusCode(400)
        .body("field", equalTo("document"));
    Machines.enrol(Map.of("document", "["))
        .then()
        .statusCode(400)
        .body("field", equalTo("document"));
    given()
        .contentType(ContentType.JSON)
        .body("{")
        .post("/enrolments")
        .then()
        .statusCode(400)
        .body("title", not(equalTo("")));
  }

  private static List<Integer> gitLabRunnersOf(RunnerLaunched launched) {
    return Machines.gitlab()
        .get("/api/v4/runners/all?per_page=100&status=never_contacted")
        .then()
        .statusCode(200)
        .extract()
        .path("findAll { it.description.contains('%s') }.id".formatted(launched.runner()));
  }

  private RunnerLaunched launch() {
    String pool = Machines.newPool();
    bus.send(Topic.POOLS, Pools.docker(pool));
    return Machines.launch(bus, pool);
  }
}
