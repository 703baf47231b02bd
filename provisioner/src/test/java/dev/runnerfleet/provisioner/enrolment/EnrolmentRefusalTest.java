package dev.runnerfleet.provisioner.enrolment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.provisioner.Bus;
import dev.runnerfleet.provisioner.Database;
import dev.runnerfleet.provisioner.Machines;
import dev.runnerfleet.provisioner.Pools;
import dev.runnerfleet.testkit.BackingServices;
import dev.runnerfleet.testkit.SandboxProcess;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever may not enrol is told nothing; the operator is told why. */
@QuarkusTest
@QuarkusTestResource(BackingServices.class)
@QuarkusTestResource(SandboxProcess.class)
class EnrolmentRefusalTest {

  private static final String ACCOUNT = "123456789012";
  private static final String REGION = "us-east-1";

  private final Bus bus = new Bus();

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void shouldRefuseWhoeverIsNotTheMachineThatItSays() throws Exception {
    // Given
    Signer aws = aws();
    String ours = launch().instance().value();
    String genuine = document(ACCOUNT, REGION, ours);
    String signature = aws.sign(genuine, false);
    String foreignKey = Signer.generate().sign(genuine, false);
    String unknown = document(ACCOUNT, REGION, "i-0eeeeeeeeeeeeeeee");
    String account = document("210987654321", REGION, ours);
    String region = document(ACCOUNT, "eu-west-1", ours);

    refused("bad_proof", genuine + " ", signature);
    refused("bad_proof", genuine, foreignKey);
    refused("bad_proof", genuine, "");
    refused("unknown_instance", unknown, aws.sign(unknown, false));
    refused("foreign_account", account, aws.sign(account, false));
    refused("foreign_region", region, aws.sign(region, false));
  }

  @Test
  void shouldRefuseAMachineWhoseTimeIsOver() throws Exception {
    // Given
    RunnerLaunched launched = launch();
    String genuine = document(ACCOUNT, REGION, launched.instance().value());
    String signature = aws().sign(genuine, false);

    Database.change(
        "update provisioner.runner set launched_at = launched_at - interval '1 hour' where id = ?",
        launched.runner().value());
    refused("too_late", genuine, signature);

    bus.send(
        Topic.RUNNER_EVENTS,
        new RunnerTerminated(
            launched.runner(),
            launched.pool(),
            launched.instance(),
            RetirementReason.OPERATOR,
            Instant.now()));
    await()
        .atMost(Machines.SOON)
        .until(
            () -> "TERMINATED".equals(given().get("/runners/" + launched.runner()).path("state")));
    refused("runner_closed", genuine, signature);
  }

  private RunnerLaunched launch() {
    String pool = Machines.newPool();
    bus.send(Topic.POOLS, Pools.docker(pool));
    return Machines.launch(bus, pool);
  }

  /** Somebody whom the folder of certificates says to be AWS, beside the sandbox. */
  private static Signer aws() throws Exception {
    Signer aws = Signer.generate();
    Path folder =
        ConfigProvider.getConfig().getValue("runnerfleet.identity-certificates", Path.class);
    for (String region : List.of(REGION, "eu-west-1")) {
      Files.writeString(
          folder.resolve(region + ".pem"),
          aws.pem(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    return aws;
  }

  private static void refused(String reason, String document, String signature) {
    // When
    double before = counted(reason);
    Response answer = Machines.enrol(Map.of("document", document, "signature", signature));

    // Then
    answer.then().statusCode(403).body("detail", equalTo("This machine may not enrol"));
    assertThat(answer.asString()).doesNotContainIgnoringCase(reason);
    assertThat(counted(reason)).as(reason).isEqualTo(before + 1);
  }

  private static double counted(String reason) {
    String sample = "runnerfleet_enrolments_total{result=\"%s\"".formatted(reason);
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(sample))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String document(String account, String region, String instance) {
    return "{\"accountId\": \"%s\", \"region\": \"%s\", \"instanceId\": \"%s\"}"
        .formatted(account, region, instance);
  }
}
