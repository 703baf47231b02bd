package dev.runnerfleet.sandbox.machine;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.ext.web.client.WebClient;
import java.time.Duration;

/** Tells the provisioner who this machine is, and is told what to do. */
final class EnrolmentClient {
  private static final long TIMEOUT_MILLIS = Duration.ofSeconds(15).toMillis();

  private final WebClient http;

  EnrolmentClient(WebClient http) {
    this.http = http;
  }

  Uni<Enrolment> enrol(Identity identity) {
    var body =
        new JsonObject()
            .put("document", identity.document())
            .put("signature", identity.signature());
    return http.postAbs(identity.enrolmentUrl())
        .timeout(TIMEOUT_MILLIS)
        .sendJsonObject(body)
        .map(response -> Answers.good(response, "Enrolment").bodyAsJsonObject())
        .map(Enrolment::of);
  }
}
