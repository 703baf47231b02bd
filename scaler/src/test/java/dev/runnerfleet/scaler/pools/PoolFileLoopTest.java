package dev.runnerfleet.scaler.pools;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.runnerfleet.scaler.documents.PoolFile;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class PoolFileLoopTest {

  private static final Path FILE = Path.of("../deploy/sandbox/pools.yaml");

  @Inject PoolFileLoop pools;
  @Inject TakeOver takeOver;
  @Inject PoolFileState state;

  @Test
  void shouldKeepEverythingWhenStartedAgainWithTheSameFile() {
    // Given: the file's pools, one of them changed over REST since
    when().get("/pools/linux-docker").then().header("ETag", equalTo("\"1\""));
    String changed =
        when()
            .get("/pools/linux-large")
            .asString()
            .replace("\"max-runners\":6", "\"max-runners\":7");
    given()
        .contentType("application/json")
        .body(changed)
        .put("/pools/linux-large")
        .then()
        .statusCode(200)
        .header("ETag", equalTo("\"2\""));

    // When
    pools.start(new StartupEvent());

    // Then
    when().get("/pools/linux-docker").then().header("ETag", equalTo("\"1\""));
    when()
        .get("/pools/linux-large")
        .then()
        .header("ETag", equalTo("\"2\""))
        .body("capacity.max-runners", equalTo(7));
  }

  @Test
  void shouldGiveAPoolAsTheFileThatItCanBeReadFrom() {
    String yaml = given().accept("application/yaml").get("/pools/linux-docker").asString();

    assertThat(PoolFile.read(yaml).pools())
        .singleElement()
        .satisfies(pool -> assertThat(pool.name().value()).isEqualTo("linux-docker"));
  }

  @Test
  void shouldTakeAChangedFileOverAndLeaveEverythingAsItWasForABrokenOne(@TempDir Path folder)
      throws Exception {
    // Given: the pools come from a file of the test's own
    String pools = Files.readString(FILE);
    Path file = Files.writeString(folder.resolve("pools.yaml"), pools);
    PoolFileLoop loop = new PoolFileLoop(Optional.of(file), takeOver, state);
    loop.start(new StartupEvent());

    // When: a pool and the fleet's limits are added, then the file breaks
    Files.writeString(file, "fleet: { max-runners: 50 }\n" + pools + another(pools));
    loop.look();
    Files.writeString(file, pools.replaceFirst("max-runners", "max-runner"));
    loop.look();

    // Then: the former is in force and the latter shows
    when().get("/pools/added-later").then().statusCode(200);
    when().get("/fleet").then().body("max-runners", equalTo(50));
    when()
        .get("/q/health/well")
        .then()
        .statusCode(503)
        .body("checks[0].data.broken", containsString("did you mean max-runners?"));
    when().get("/q/health/ready").then().statusCode(200);
    when().get("/q/metrics").then().body(containsString("runnerfleet_pool_file_broken 1.0"));

    // When: it is mended
    Files.writeString(file, pools);
    loop.look();

    // Then
    when().get("/q/health/well").then().statusCode(200);
    when().get("/fleet").then().body("max-runners", equalTo(0));
  }

  @Test
  void shouldStopTheStartWithTheFileAndTheField(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("pools.yaml");
    Files.writeString(
        file, Files.readString(FILE).replaceFirst("max-runners: *\\d+", "max-runners: -1"));
    PoolFileLoop broken = new PoolFileLoop(Optional.of(file), takeOver, state);
    PoolFileLoop none = new PoolFileLoop(Optional.of(folder.resolve("none.yaml")), takeOver, state);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> broken.start(new StartupEvent()))
        .withMessageContaining("The pool file " + file)
        .withMessageContaining("capacity.max-runners is -1 (line ")
        .withMessageContaining("expected a whole number from 0");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> none.start(new StartupEvent()))
        .withMessageContaining("expected a readable file");
  }

  @Test
  void shouldStopTheStartWithWhatAConfigTomlLacks(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("config.toml"),
            """
            concurrent = 1
            [[runners]]
              executor = "docker+machine"
              [runners.machine]
                MachineDriver = "amazonec2"
            """);
    PoolFileLoop loop = new PoolFileLoop(Optional.of(file), takeOver, state);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> loop.start(new StartupEvent()))
        .withMessageContaining("runners.runnerfleet is missing")
        .withMessageContaining("gitlab.scope of runners")
        .withMessageContaining("machine.subnets of runners");
  }

  private static String another(String pools) {
    String first = pools.substring(pools.indexOf("  - name:"));
    int second = first.indexOf("  - name:", 1);
    return first.substring(0, second).replaceFirst("name: [a-z-]+", "name: added-later");
  }
}
