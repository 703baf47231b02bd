package dev.runnerfleet.sandbox.machine;

import dev.runnerfleet.sandbox.machine.job.Enrolment;
import dev.runnerfleet.sandbox.machine.wire.Answers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.ext.web.client.WebClient;
import java.time.Duration;

/** Tells the reaper what AWS told the machine, with the key that it got when it enrolled. */
final class ReportClient {
  private static final long TIMEOUT_MILLIS = Duration.ofSeconds(3).toMillis();

  private final WebClient http;
  private final Enrolment enrolment;

  ReportClient(WebClient http, Enrolment enrolment) {
    this.http = http;
    this.enrolment = enrolment;
  }

  /** Fails where it was not heard, or not believed. */
  Uni<Void> report(Notice notice) {
    var told =
        new JsonObject()
            .put("kind", notice.kind())
            .put("deadline", notice.deadline() == null ? null : notice.deadline().toString());
    var body =
        new JsonObject()
            .put("runner", enrolment.runner())
            .put("state", "DRAINING")
            .put("notice", told);
    return http.postAbs(enrolment.reportUrl())
        .timeout(TIMEOUT_MILLIS)
        .putHeader("Authorization", "Bearer " + enrolment.reportKey())
        .sendJsonObject(body)
        .map(response -> Answers.good(response, "Report"))
        .replaceWithVoid();
  }
}
