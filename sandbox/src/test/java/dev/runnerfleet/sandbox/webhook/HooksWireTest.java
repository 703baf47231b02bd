package dev.runnerfleet.sandbox.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HooksWireTest {
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final AtomicInteger PROJECTS = new AtomicInteger();

  private record Got(Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("none")).getFirst();
    }
  }

  private final List<Got> got = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private HttpServer receiver;
  private String project = "";

  HooksWireTest() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void open() {
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status.get(), -1);
            got.add(new Got(Map.copyOf(exchange.getRequestHeaders()), body));
          }
        });
    receiver.start();
    project = "rest-hooks/app-" + PROJECTS.incrementAndGet();
    job();
  }

  @AfterEach
  void close() {
    receiver.stop(0);
  }

  private void job() {
    given()
        .contentType(ContentType.JSON)
        .body(Map.of("project", project))
        .post("/control/jobs")
        .then()
        .statusCode(201);
  }

  private static RequestSpecification gitLab() {
    return given()
        .urlEncodingEnabled(false)
        .contentType(ContentType.JSON)
        .header("PRIVATE-TOKEN", "glpat-sandbox");
  }

  private String hooks() {
    return "/gitlab/api/v4/projects/" + project.replace("/", "%2F") + "/hooks";
  }

  private String url() {
    return "http://localhost:" + receiver.getAddress().getPort() + "/hook";
  }

  private long hook(Map<String, Object> more) {
    var body = new HashMap<String, Object>(more);
    body.put("url", url());
    return gitLab()
        .body(body)
        .post(hooks())
        .then()
        .statusCode(201)
        .body("alert_status", equalTo("executable"))
        .body("$", not(hasKey("token")))
        .body("$", not(hasKey("signing_token")))
        .extract()
        .jsonPath()
        .getLong("id");
  }

  @Test
  void shouldKeepAHookUntilItIsDeleted() {
    // Given
    long id = hook(Map.of("job_events", true, "token", "plain"));

    // When
    gitLab()
        .body(Map.of("url", url(), "pipeline_events", true))
        .put(hooks() + "/" + id)
        .then()
        .statusCode(200)
        .body("pipeline_events", equalTo(true))
        .body("token_present", equalTo(true));

    // Then
    gitLab().get(hooks()).then().statusCode(200).header("X-Total", "1").body("$", hasSize(1));
    gitLab().delete(hooks() + "/" + id).then().statusCode(204);
    gitLab()
        .get(hooks() + "/" + id)
        .then()
        .statusCode(404)
        .body("message", equalTo("404 Not found"));
    gitLab().body(Map.of("url", "ftp://x")).post(hooks()).then().statusCode(422);
    gitLab()
        .body(Map.of())
        .post(hooks())
        .then()
        .statusCode(400)
        .body("error", equalTo("url is missing"));
    gitLab()
        .body(Map.of("url", url(), "signing_token", "whsec_short"))
        .post(hooks())
        .then()
        .statusCode(400);
  }

  @Test
  void shouldSignWhatItSends() throws Exception {
    // Given
    String token = "whsec_" + Base64.getEncoder().encodeToString(KEY);
    hook(
        Map.of("job_events", true, "push_events", false, "signing_token", token, "token", "plain"));

    // When
    job();

    // Then
    await().atMost(SOON).until(() -> got.size() >= 2);
    Got first = got.getFirst();
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    String signed =
        first.header("Webhook-id") + "." + first.header("Webhook-timestamp") + "." + first.body();
    String expected =
        Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    assertThat(first.header("Webhook-signature")).isEqualTo("v1," + expected);
    assertThat(first.header("Webhook-id")).isEqualTo(first.header("Idempotency-key"));
    assertThat(first.header("X-gitlab-token")).isEqualTo("plain");
  }

  @Test
  void shouldLeaveAFailingHookAloneUntilATrialSucceeds() {
    // Given
    status.set(500);
    long id = hook(Map.of("job_events", true, "push_events", false));
    job();
    job();
    String one = hooks() + "/" + id;
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> gitLab().get(one).then().body("alert_status", equalTo("temporarily_disabled")));

    // When
    gitLab().post(one + "/test/job_events").then().statusCode(422);
    status.set(200);
    gitLab().post(one + "/test/job_events").then().statusCode(201);

    // Then
    gitLab().get(one).then().body("alert_status", equalTo("executable"));
    assertThat(got.getLast().header("X-gitlab-event")).isEqualTo("Job Hook");
  }
}
