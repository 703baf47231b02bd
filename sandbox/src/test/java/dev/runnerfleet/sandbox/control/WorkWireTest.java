package dev.runnerfleet.sandbox.control;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class WorkWireTest {

  private static ValidatableResponse post(String path, String json) {
    return given().contentType(ContentType.JSON).body(json.replace('\'', '"')).post(path).then();
  }

  private static ValidatableResponse csv(String query, String lines) {
    return given().contentType("text/csv").body(lines).post("/control/workloads" + query).then();
  }

  private static ValidatableResponse jobs(String project) {
    return given()
        .urlEncodingEnabled(false)
        .header("PRIVATE-TOKEN", "glpat-sandbox")
        .get("/gitlab/api/v4/projects/" + project.replace("/", "%2F") + "/jobs")
        .then();
  }

  @Test
  void shouldMakeJobsAndTheirProject() {
    // When
    var made =
        post("/control/jobs", "{'project':'work/jobs','tags':['a'],'count':3,'duration':'PT1S'}");

    // Then
    made.statusCode(201).body("ids", hasSize(3));
    jobs("work/jobs").statusCode(200).body("$", hasSize(3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'count':1} | project | null",
        "{'project':'alone'} | project | \"alone\"",
        "{'project':'work/none','count':0} | count | 0",
        "{'project':'work/none','count':1.5} | count | 1.5",
        "{'project':'work/none','count':'3'} | count | \"3\"",
        "{'project':'work/none','duration':'10s'} | duration | \"10s\"",
        "{'project':'work/none','duration':'PT-1S'} | duration | \"PT-1S\"",
        "{'project':'work/none','tags':'a'} | tags | \"a\"",
        "{'project':'work/none','tags':['a,b']} | tags | \"a,b\"",
        "{'project':'work/none','protected':'yes'} | protected | \"yes\"",
        "{'project':'work/none','script':['x'],'duration':'PT1S'} | duration | \"PT1S\"",
        "{'project':'work/none','colour':'red'} | colour | \"red\"",
        "[] | body | []",
        "{'project': | body | \"broken at line 1, column 12\"",
      })
  void shouldNameWhatIsWrongWithAnOrder(String body, String field, String value) {
    // When
    var refused = post("/control/jobs", body);

    // Then
    refused
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", equalTo(field))
        .body("value", containsString(value.replace("\"", "")))
        .body("expected", notNullValue());
    jobs("work/none").statusCode(404);
  }

  @Test
  void shouldPlayAScenario() {
    // Given
    String scenario =
        """
        {"name": "two", "seed": 1, "groups": [
          {"project": "work/now", "count": 2, "duration": {"min": "PT1S", "max": "PT2S"}},
          {"project": "work/soon", "count": 1, "arrival": {"at": "PT0.3S"}, "duration": "PT1S"}]}
        """;

    // When
    var begun = post("/control/workloads", scenario);

    // Then
    begun.statusCode(201).body("planned", equalTo(3)).body("made", equalTo(2));
    String id = begun.extract().jsonPath().getString("id");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                given()
                    .get("/control/workloads/" + id)
                    .then()
                    .statusCode(200)
                    .body("made", equalTo(3))
                    .body("pending", equalTo(3))
                    .body("done", equalTo(false)));
    given().get("/control/workloads/none").then().statusCode(404);
  }

  @Test
  void shouldPlayTheFirstWorkload() throws IOException {
    // Given
    String scenario = Files.readString(Path.of("scenarios/first-workload.json"));

    // When
    var begun = post("/control/workloads", scenario);

    // Then
    begun.statusCode(201).body("planned", equalTo(42));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'groups':[]} | groups",
        "{'groups':[{'count':1}]} | groups[0].project",
        "{'groups':[{'project':'work/never'},{'project':'x'}]} | groups[1].project",
        "{'groups':[{'project':'work/never','arrival':{'every':'often'}}]} | groups[0].arrival.every",
        "{'groups':[{'project':'work/never','arrival':{'every':'PT1S','over':'PT1S'}}]} | groups[0].arrival.over",
        "{'groups':[{'project':'work/never','duration':{'min':'PT2S','max':'PT1S'}}]} | groups[0].duration.max",
        "{'groups':[{'project':'work/never','duration':{'min':'PT2S'}}]} | groups[0].duration.max",
        "{'groups':[{'project':'work/never','speed':2}]} | groups[0].speed",
        "{'groups':[{'project':'work/never','count':100000},{'project':'work/never'}]} | groups",
      })
  void shouldNameWhatIsWrongWithAScenario(String body, String field) {
    // When
    var refused = post("/control/workloads", body);

    // Then
    refused.statusCode(400).body("field", equalTo(field)).body("expected", notNullValue());
    jobs("work/never").statusCode(404);
  }

  @Test
  void shouldPlayAHistoryFasterThanRecorded() {
    // When
    var begun =
        csv(
            "?project=work/history&tags=docker,linux&speed=100",
            "queued_ms,duration_ms\n0,649823\n100,317532\n\n99999999,1\n");

    // Then
    begun.statusCode(201).body("planned", equalTo(3));
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> jobs("work/history").statusCode(200).body("$", hasSize(2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?project=work/lost | queued_ms,duration_ms;0,1;5 | line 3",
        "?project=work/lost | 0,1;x,1 | line 2",
        "?project=work/lost | 0,1;1,-1 | line 2",
        "?project=work/lost | 0,1;1,2,3 | line 2",
        "?project=work/lost | queued_ms,duration_ms | body",
        "?project=lost | 0,1 | project",
        "?project=work/lost&speed=0 | 0,1 | speed",
        "?project=work/lost&speed=fast | 0,1 | speed",
      })
  void shouldNameTheBadLineOfAHistory(String query, String lines, String field) {
    // When
    var refused = csv(query, lines.replace(';', '\n'));

    // Then
    refused.statusCode(400).body("field", equalTo(field)).body("value", notNullValue());
    jobs("work/lost").statusCode(404);
  }

  @Test
  void shouldRefuseJsonThatIsTooDeep() {
    post("/control/jobs", "{'project':" + "[".repeat(5000))
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", equalTo("body"));
  }
}
