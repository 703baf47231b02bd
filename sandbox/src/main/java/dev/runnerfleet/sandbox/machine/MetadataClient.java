package dev.runnerfleet.sandbox.machine;

import dev.runnerfleet.sandbox.machine.wire.Answers;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads an instance's metadata as its machine does: a token first, then everything with it. */
final class MetadataClient {
  private static final long TIMEOUT_MILLIS = Duration.ofSeconds(5).toMillis();

  private static final int NOT_FOUND = 404;

  private final WebClient http;
  private final String url;

  /** Takes the address of {@code latest}. */
  MetadataClient(WebClient http, String url) {
    this.http = http;
    this.url = url;
  }

  Uni<Identity> read() {
    return token().chain(this::identity);
  }

  /** What AWS says that it will do with the machine; nothing while there is nothing to say. */
  Uni<Optional<Notice>> notice() {
    return token()
        .chain(
            token ->
                Uni.combine()
                    .all()
                    .unis(
                        get("/meta-data/spot/instance-action", token),
                        get("/meta-data/events/recommendations/rebalance", token))
                    .with((action, rebalance) -> told(action, rebalance)));
  }

  private static Optional<Notice> told(
      HttpResponse<Buffer> action, HttpResponse<Buffer> rebalance) {
    if (action.statusCode() != NOT_FOUND) {
      String time = Answers.good(action, "Metadata").bodyAsJsonObject().getString("time");
      return Optional.of(new Notice(Instant.parse(time)));
    }
    return rebalance.statusCode() == NOT_FOUND
        ? Optional.empty()
        : Optional.of(Answers.good(rebalance, "Metadata")).map(answer -> new Notice(null));
  }

  private Uni<String> token() {
    return http.putAbs(url + "/api/token")
        .putHeader("X-aws-ec2-metadata-token-ttl-seconds", "300")
        .timeout(TIMEOUT_MILLIS)
        .send()
        .map(MetadataClient::text);
  }

  private Uni<Identity> identity(String token) {
    return Uni.combine()
        .all()
        .unis(
            get("/user-data", token).map(MetadataClient::script),
            get("/dynamic/instance-identity/document", token).map(MetadataClient::text),
            get("/dynamic/instance-identity/rsa2048", token).map(MetadataClient::text))
        .with((script, document, proof) -> new Identity(script.enrolmentUrl(), document, proof));
  }

  private Uni<HttpResponse<Buffer>> get(String path, String token) {
    return http.getAbs(url + path)
        .putHeader("X-aws-ec2-metadata-token", token)
        .timeout(TIMEOUT_MILLIS)
        .send();
  }

  private static BootScript script(HttpResponse<Buffer> response) {
    Buffer body = Answers.good(response, "Metadata").body();
    return BootScript.of(body == null ? new byte[0] : body.getBytes());
  }

  private static String text(HttpResponse<Buffer> response) {
    String body = Answers.good(response, "Metadata").bodyAsString();
    return body == null ? "" : body;
  }
}
