package dev.runnerfleet.jobwatcher;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Has GitLab polled when a test wants it. */
final class Polling {

  private static final Duration SOON = Duration.ofSeconds(30);

  private Polling() {}

  /**
   * Has a poll made, and waits until one that began after this call has ended and everything it
   * told is in Kafka. One that was under way already may not have seen what the test did.
   */
  static void poll() {
    Instant asked = ShiftedClock.now();
    double toCome = told() - published();
    given().post("/reconciliations").then().statusCode(202);
    await().atMost(SOON).until(() -> beganAfter(asked));
    await().atMost(SOON).until(() -> published() + toCome >= told());
  }

  private static boolean beganAfter(Instant asked) {
    @Nullable String began =
        when()
            .get("/q/health/ready")
            .jsonPath()
            .getString("checks.find { it.name == 'Watching GitLab' }.data.'last poll began'");
    return began != null && Instant.parse(began).isAfter(asked);
  }

  private static double published() {
    return sum(
        "runnerfleet_messages_published_total{result=\"acknowledged\",topic=\"demand-events.v1\"}");
  }

  private static double told() {
    return sum("runnerfleet_demand_events_total{");
  }

  private static double sum(String sample) {
    return when()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(sample))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
