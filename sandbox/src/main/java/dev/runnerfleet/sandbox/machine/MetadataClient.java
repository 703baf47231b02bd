package dev.runnerfleet.sandbox.machine;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an instance's metadata as its machine does: a token first, then everything with it. */
final class MetadataClient {
  private static final Pattern ENROLMENT_URL =
      Pattern.compile("^RUNNERFLEET_ENROLMENT_URL='([^']*)'", Pattern.MULTILINE);
  private static final long TIMEOUT_MILLIS = Duration.ofSeconds(5).toMillis();

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
            get("/user-data", token),
            get("/dynamic/instance-identity/document", token),
            get("/dynamic/instance-identity/rsa2048", token))
        .with((userData, document, proof) -> new Identity(enrolmentUrl(userData), document, proof));
  }

  private Uni<String> get(String path, String token) {
    return http.getAbs(url + path)
        .putHeader("X-aws-ec2-metadata-token", token)
        .timeout(TIMEOUT_MILLIS)
        .send()
        .map(MetadataClient::text);
  }

  private static String text(HttpResponse<Buffer> response) {
    String body = Answers.good(response, "Metadata").bodyAsString();
    return body == null ? "" : body;
  }

  private static String enrolmentUrl(String userData) {
    Matcher line = ENROLMENT_URL.matcher(userData);
    if (!line.find()) {
      throw new RefusedException("The user data names no enrolment URL");
    }
    return line.group(1);
  }
}
