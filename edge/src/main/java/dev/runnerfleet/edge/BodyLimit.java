package dev.runnerfleet.edge;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers 413 with a problem to whoever announces a body that is too long. Quarkus would do so with
 * an empty answer, and still does where the length is not announced.
 */
@ApplicationScoped
class BodyLimit {

  /** Before Quarkus's own check, which stands at 2. */
  private static final int PRIORITY = 100;

  private final long most;

  BodyLimit(
      @ConfigProperty(name = "quarkus.http.limits.max-body-size", defaultValue = "10M")
          MemorySize most) {
    this.most = most.asLongValue();
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, PRIORITY);
  }

  private void check(RoutingContext request) {
    if (announced(request) <= most) {
      request.next();
      return;
    }
    Status status = Status.REQUEST_ENTITY_TOO_LARGE;
    JsonObject problem =
        new JsonObject()
            .put("status", status.getStatusCode())
            .put("title", status.getReasonPhrase())
            .put("detail", "The body is longer than %d bytes".formatted(most));
    // The rest of the body is not read, so nothing can follow on this connection.
    request
        .response()
        .setStatusCode(status.getStatusCode())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .endHandler(ended -> request.request().connection().close())
        .end(problem.encode());
  }

  private static long announced(RoutingContext request) {
    String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
  }
}
