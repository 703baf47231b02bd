package dev.runnerfleet.scaler.pools;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class PoolsAtStartTest {

  @Inject PoolsAtStart pools;

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

    assertThat(PoolFile.read(yaml))
        .singleElement()
        .satisfies(pool -> assertThat(pool.name().value()).isEqualTo("linux-docker"));
  }
}
