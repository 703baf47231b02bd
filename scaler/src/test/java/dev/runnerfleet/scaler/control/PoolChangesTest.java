package dev.runnerfleet.scaler.control;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.runnerfleet.scaler.Pools;
import dev.runnerfleet.scaler.documents.PoolFile;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackingServices.class)
class PoolChangesTest {

  private static final RestAssuredConfig TOML_AS_TEXT =
      RestAssuredConfig.config()
          .encoderConfig(
              EncoderConfig.encoderConfig()
                  .encodeContentTypeAs("application/toml", ContentType.TEXT));
  private static final String TOML =
      """
      concurrent = 1000
      [[runners]]
        name = "imported"
        token = "glrt-invented-secret"
        executor = "docker+machine"
        limit = 5
        [runners.machine]
          IdleCount = 2
          IdleTime = 600
          MachineDriver = "amazonec2"
          MachineOptions = ["amazonec2-instance-type=m7i.large", "amazonec2-subnet-id=subnet-0a"]
      [[runners]]
        name = "elsewhere"
        executor = "shell"
      """;

  @Test
  void shouldNotOverwriteAChangeThatTheCallerHasNotSeen() {
    // Given: two callers who have seen the same revision, the first of whom changes the pool
    json(Pools.json("contended", 3, "1h")).put("/pools/contended").then().statusCode(200);
    json(Pools.json("contended", 4, "1h"))
        .header("If-Match", "\"1\"")
        .put("/pools/contended")
        .then()
        .statusCode(200)
        .header("ETag", equalTo("\"2\""));

    // When, Then
    json(Pools.json("contended", 5, "1h"))
        .header("If-Match", "\"1\"")
        .put("/pools/contended")
        .then()
        .statusCode(412)
        .body("detail", containsString("its ETag is \"2\" now"));
    given().header("If-Match", "\"1\"").delete("/pools/contended").then().statusCode(412);
    json(Pools.json("contended", 5, "1h"))
        .header("If-None-Match", "*")
        .put("/pools/contended")
        .then()
        .statusCode(412);
    when()
        .get("/pools/contended")
        .then()
        .header("ETag", equalTo("\"2\""))
        .body("capacity.max-runners", equalTo(4));
  }

  @Test
  void shouldSayWhatWouldBeDecidedAndStoreNothing() {
    // When
    json(Pools.json("dry", 3, "1h").replace("\"max-runners\"", "\"idle\":2,\"max-runners\""))
        .queryParam("dry-run", true)
        .put("/pools/dry")
        .then()
        .statusCode(200)
        .body("dryRun", equalTo(true))
        .body("revision", equalTo(1))
        .body("decision.outcome.launches.purpose", contains("WARM_BUFFER", "WARM_BUFFER"));

    // Then
    when().get("/pools/dry").then().statusCode(404);
    when().get("/decisions?pool=dry").then().body("items", empty());
  }

  @Test
  void shouldSayWhichFieldIsMissing() {
    json(Pools.json("lacking", 3, "1h").replace("\"max-runners\":3,", ""))
        .put("/pools/lacking")
        .then()
        .statusCode(400)
        .body("field", equalTo("capacity.max-runners"))
        .body("value", nullValue())
        .body("detail", containsString("capacity.max-runners is missing"));
  }

  @Test
  void shouldStoreAnImportedPoolOnceNothingIsMissing() {
    // Given: what the file does not tell
    toml()
        .post("/pools/import")
        .then()
        .statusCode(200)
        .body("stored", empty())
        .body("pools.name", contains("imported"))
        .body("incomplete[0].missing.key", hasItems("gitlab.scope", "match.tags"))
        .body("refused[0].name", equalTo("elsewhere"))
        .body("refused[0].line", equalTo(14))
        .body("warnings.line", hasItem(4))
        .body(not(containsString("invented-secret")));
    when().get("/pools/imported").then().statusCode(404);

    // When
    toml()
        .queryParam("set", "gitlab.scope=instance", "match.tags=[imported]")
        .post("/pools/import")
        .then()
        .statusCode(200)
        .body("stored", contains("imported"))
        .body("incomplete", empty());

    // Then
    when()
        .get("/pools/imported")
        .then()
        .statusCode(200)
        .body("capacity.idle", equalTo(2))
        .body("capacity.max-runners", equalTo(5));
    when().get("/fleet").then().body("max-runners", equalTo(1000));
  }

  @Test
  void shouldAnswerAnImportAsThePoolFileThatItComesTo() {
    String yaml =
        toml()
            .accept("application/yaml")
            .queryParam("dry-run", true)
            .queryParam("set", "gitlab.scope=instance", "match.tags=[imported]")
            .post("/pools/import")
            .asString();

    assertThat(PoolFile.read(yaml).pools()).hasSize(1);
    assertThat(yaml).contains("# line 14: elsewhere is refused").doesNotContain("invented-secret");
  }

  @Test
  void shouldSayWhereAnImportBreaks() {
    given()
        .contentType("text/plain")
        .body("concurrent = 1\nbroken = \n")
        .post("/pools/import")
        .then()
        .statusCode(400)
        .body("line", equalTo(2))
        .body("detail", containsString("broken at line 2, column "));
  }

  @Test
  void shouldKeepTheFleetsLimitsFromTheUnseenChange() {
    // Given
    String etag = when().get("/fleet").header("ETag");
    String limits = "{\"max-runners\":900,\"budget\":{\"per-day\":500}}";

    // When, Then
    json(limits).header("If-Match", etag).put("/fleet").then().statusCode(200);
    json(limits.replace("900", "901"))
        .header("If-Match", etag)
        .put("/fleet")
        .then()
        .statusCode(412);
    json("{\"max-runner\":1}")
        .put("/fleet")
        .then()
        .statusCode(400)
        .body("expected", containsString("did you mean max-runners?"));
    json("{\"max-runners\":0}").put("/fleet").then().statusCode(200);
  }

  private static RequestSpecification json(String body) {
    return given().contentType("application/json").body(body);
  }

  private static RequestSpecification toml() {
    return given().config(TOML_AS_TEXT).contentType("application/toml").body(TOML);
  }
}
