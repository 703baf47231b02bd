package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.ec2.wire.XmlEncoder;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Takes what is sent to {@code /} for EC2's, too: the AWS SDK for Java drops the path of an
 * overridden endpoint for services with a query protocol. And refuses bodies that are too large
 * before the server does, which would not say so in EC2's form.
 */
@ApplicationScoped
class RootRoute {
  private static final String ENDPOINT = "/ec2";

  private final long largestBody;

  RootRoute(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largestBody) {
    this.largestBody = largestBody.asLongValue();
  }

  void add(@Observes Router router) {
    router.post("/").order(Integer.MIN_VALUE).handler(this::refuseLarge);
    router.post(ENDPOINT).order(Integer.MIN_VALUE).handler(this::refuseLarge);
    router.route("/").handler(RootRoute::reroute);
  }

  /** A browser's look at the root is no request of the protocol. */
  private static void reroute(RoutingContext context) {
    if (!context.request().method().equals(HttpMethod.GET)) {
      context.reroute(ENDPOINT);
    } else if (context.queryParams().contains("Action")) {
      context.reroute(ENDPOINT + "?" + context.request().query());
    } else {
      context.next();
    }
  }

  private void refuseLarge(RoutingContext context) {
    String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null || !length.matches("\\d{1,18}") || Long.parseLong(length) <= largestBody) {
      context.next();
      return;
    }
    var refusal =
        new Refusal(
            413, "RequestEntityTooLarge", "The request is larger than " + largestBody + " bytes.");
    context
        .response()
        .setStatusCode(refusal.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/xml;charset=UTF-8")
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(XmlEncoder.refusal(refusal, UUID.randomUUID().toString()));
  }
}
