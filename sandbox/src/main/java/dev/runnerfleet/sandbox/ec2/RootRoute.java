package dev.runnerfleet.sandbox.ec2;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.ec2.wire.XmlEncoder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.UUID;

/**
 * Takes what is sent to {@code /} for EC2's, too: the AWS SDK for Java drops the path of an
 * overridden endpoint for services with a query protocol. And refuses methods that the protocol
 * does not have before the server does, which would not say so in EC2's form.
 */
@ApplicationScoped
class RootRoute {
  private static final String ENDPOINT = "/ec2";
  private static final int BEFORE_OTHERS = Integer.MIN_VALUE + 1;
  private static final Set<HttpMethod> METHODS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST);

  void add(@Observes Router router) {
    router.route(ENDPOINT).order(BEFORE_OTHERS).handler(RootRoute::refuseMethods);
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

  private static void refuseMethods(RoutingContext context) {
    HttpMethod method = context.request().method();
    if (METHODS.contains(method)) {
      context.next();
    } else {
      refuse(
          context,
          new Refusal(
              405, "MethodNotAllowed", "The method " + method + " is not allowed for EC2."));
    }
  }

  private static void refuse(RoutingContext context, Refusal refusal) {
    context
        .response()
        .setStatusCode(refusal.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/xml;charset=UTF-8")
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(XmlEncoder.refusal(refusal, UUID.randomUUID().toString()));
  }
}
