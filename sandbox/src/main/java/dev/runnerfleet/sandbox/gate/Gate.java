package dev.runnerfleet.sandbox.gate;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.ec2.wire.XmlEncoder;
import dev.runnerfleet.sandbox.imds.ErrorPage;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses what is no request at all: a type of content that cannot be read, a body that is too
 * large. The server would refuse them, too, but not in the form of whom they were sent to.
 */
@ApplicationScoped
class Gate {
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
  private static final Pattern MEDIA_TYPE = Pattern.compile("[^/\\s;,]+/[^/\\s;,]+(\\s*;.*)?");

  private final long largestBody;

  Gate(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largestBody) {
    this.largestBody = largestBody.asLongValue();
  }

  void add(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).handler(this::look);
  }

  private void look(RoutingContext context) {
    wrong(context.request()).ifPresentOrElse(status -> refuse(context, status), context::next);
  }

  private Optional<Status> wrong(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && !type.isBlank() && !MEDIA_TYPE.matcher(type.strip()).matches()) {
      return Optional.of(Status.UNSUPPORTED_MEDIA_TYPE);
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean large =
        length != null && LENGTH.matcher(length).matches() && Long.parseLong(length) > largestBody;
    return large ? Optional.of(Status.REQUEST_ENTITY_TOO_LARGE) : Optional.empty();
  }

  private static void refuse(RoutingContext context, Status status) {
    String path = context.request().uri();
    if (path.startsWith("/gitlab")) {
      var error = new JsonObject().put("error", status.getStatusCode() + " " + reason(status));
      answer(context, status, "application/json", error.encode());
    } else if (path.startsWith("/imds")) {
      answer(context, status, "text/html;charset=iso-8859-1", ErrorPage.text(status));
    } else if (path.startsWith("/control") || path.startsWith("/q/")) {
      var problem =
          new JsonObject().put("status", status.getStatusCode()).put("title", reason(status));
      answer(context, status, "application/problem+json", problem.encode());
    } else {
      var refusal = new Refusal(status.getStatusCode(), code(status), reason(status));
      String document = XmlEncoder.refusal(refusal, UUID.randomUUID().toString());
      answer(context, status, "text/xml;charset=UTF-8", document);
    }
  }

  private static String reason(Status status) {
    return status.getReasonPhrase();
  }

  private static String code(Status status) {
    return status == Status.REQUEST_ENTITY_TOO_LARGE ? "RequestEntityTooLarge" : "InvalidRequest";
  }

  /** The body is not waited for, so that nothing can follow on this connection. */
  private static void answer(RoutingContext context, Status status, String type, String body) {
    context
        .response()
        .setStatusCode(status.getStatusCode())
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(body);
  }
}
