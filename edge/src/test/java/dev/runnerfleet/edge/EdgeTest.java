package dev.runnerfleet.edge;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class EdgeTest {

  private static final String PROBLEM = "application/problem+json";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"a\",\"size\":11,\"colour\":\"RED\"}    | size   | 11             | at most 10",
        "{\"name\":\"A B\",\"size\":1,\"colour\":\"RED\"}   | name   | \"A B\"        | lower-case letters",
        "{\"name\":\"a\",\"size\":\"x\",\"colour\":\"RED\"} | size   | x              | a int",
        "{\"name\":\"a\",\"size\":1,\"colour\":\"BLUE\"}    | colour | BLUE           | [RED, GREEN]",
        "{\"name\":                                         | body   | line 1         | well-formed JSON",
        "[]                                                 | body   | missing        | Thing",
      })
  void shouldNameTheFieldTheValueAndWhatWasExpected(
      String body, String field, String value, String expected) {
    post(body)
        .statusCode(400)
        .contentType(PROBLEM)
        .body("field", equalTo(field))
        .body("value", containsString(value))
        .body("expected", containsString(expected));
  }

  @Test
  void shouldAnswerWithAProblemWhereThereIsNothing() {
    authorised()
        .get("/things/none")
        .then()
        .statusCode(404)
        .contentType(PROBLEM)
        .body("detail", equalTo("There is no thing none"));
    authorised().get("/nowhere").then().statusCode(404).contentType(PROBLEM);
    authorised().delete("/things").then().statusCode(405).contentType(PROBLEM);
  }

  @Test
  void shouldTellNothingOfAnErrorOfItsOwn() {
    authorised()
        .get("/things/broken")
        .then()
        .statusCode(500)
        .contentType(PROBLEM)
        .body(not(containsString("secret detail")));
  }

  @ParameterizedTest
  @CsvSource({
    ", 401",
    "Bearer wrong, 401",
    "Basic first-token, 401",
    "Bearer, 401",
    "Bearer first-token, 200",
    "Bearer second-token, 200"
  })
  void shouldLetInWhoBringsAToken(String header, int status) {
    RequestSpecification request =
        given()
            .contentType("application/json")
            .body("{\"name\":\"a\",\"size\":1,\"colour\":\"RED\"}");
    if (header != null) {
      request.header("Authorization", header);
    }

    request.post("/things").then().statusCode(status);
  }

  @Test
  void shouldLeaveTheDoorOpenForWebhooksAndNothingLikeThem() {
    given().post("/webhooks/gitlab").then().statusCode(200);
    given().get("/enrolments-not-open").then().statusCode(401);
  }

  private static ValidatableResponse post(String body) {
    return authorised().contentType("application/json").body(body).post("/things").then();
  }

  private static RequestSpecification authorised() {
    return given().header("Authorization", "Bearer first-token");
  }
}
