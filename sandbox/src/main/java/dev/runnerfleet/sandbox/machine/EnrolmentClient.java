package dev.runnerfleet.sandbox.machine;

import dev.runnerfleet.sandbox.machine.job.Enrolment;
import dev.runnerfleet.sandbox.machine.wire.Answers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.ext.web.client.WebClient;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Tells the provisioner who this machine is, and is told what to do. */
final class EnrolmentClient {
  private static final long TIMEOUT_MILLIS = Duration.ofSeconds(15).toMillis();

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final WebClient http;

  EnrolmentClient(WebClient http) {
    this.http = http;
  }

  /**
   * Asks to be enrolled.
   *
   * @param now by the machine's clock, which may be off
   */
  Uni<Enrolment> enrol(Identity identity, Instant now) {
    var body =
        new JsonObject()
            .put("document", identity.document())
            .put("signature", identity.signature());
    return http.postAbs(identity.enrolmentUrl())
        .timeout(TIMEOUT_MILLIS)
        .putHeader("Date", HTTP_DATE.format(now))
        .sendJsonObject(body)
        .map(response -> Answers.good(response, "Enrolment").bodyAsJsonObject())
        .map(Enrolment::of);
  }
}
