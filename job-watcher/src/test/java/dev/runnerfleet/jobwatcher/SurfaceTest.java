package dev.runnerfleet.jobwatcher;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the job-watcher answers to whoever asks. */
@QuarkusTest
@WithTestResource(BackingServices.class)
@WithTestResource(GitLabs.class)
class SurfaceTest {

  @Test
  void shouldPageThroughJobs() {
    // Given
    Webhook.of(191, "paged", "created").send().statusCode(200);
    Webhook.of(192, "paged", "created").send().statusCode(200);

    // When Then
    given()
        .queryParam("state", "created")
        .queryParam("project", 42)
        .queryParam("limit", 1)
        .queryParam("before", 193)
        .get("/jobs")
        .then()
        .statusCode(200)
        .body("items.id", equalTo(List.of(192)))
        .body("next", equalTo(192));
  }

  @ParameterizedTest
  @CsvSource({"state, dreaming", "limit, 0", "limit, many", "project, -1", "before, x"})
  void shouldSayWhatIsWrongWithAParameter(String name, String value) {
    given()
        .queryParam(name, value)
        .get("/jobs")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", equalTo(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wrong       | {\"object_kind\":\"build\"} | 401",
        "''          | {}                          | 401",
        "open sesame | {\"object_kind\":\"build\"} | 400",
        "open sesame | {                           | 400",
        "open sesame | {\"object_kind\":\"push\"}  | 200"
      })
  void shouldAnswerWhatItCannotUseWithoutHelp(String token, String body, int status) {
    Webhook.post(token, "k-" + token + body, body)
        .statusCode(status)
        .body(not(containsString("token")))
        .body(not(containsString("object_kind")))
        .body(not(containsString("sesame")));
  }

  @Test
  void shouldRefuseABodyThatIsTooLongInWordsAndUnread() throws Exception {
    // Given
    String request =
        """
        POST /webhooks/gitlab HTTP/1.1\r
        Host: localhost\r
        X-Gitlab-Token: open sesame\r
        Content-Length: 5000000\r
        \r
        """;

    // When only the headers are sent
    String answer;
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    // Then
    assertThat(answer)
        .startsWith("HTTP/1.1 413")
        .contains("application/problem+json")
        .contains("longer than");
  }
}
