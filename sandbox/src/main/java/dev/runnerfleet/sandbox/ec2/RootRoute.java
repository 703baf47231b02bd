package dev.runnerfleet.sandbox.ec2;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Takes what is posted to {@code /} for EC2's, too: the AWS SDK for Java drops the path of an
 * overridden endpoint for services with a query protocol.
 */
@ApplicationScoped
class RootRoute {
  void add(@Observes Router router) {
    router.post("/").handler(context -> context.reroute("/ec2"));
    router
        .get("/")
        .handler(
            context -> {
              String query = context.request().query();
              if (query != null && context.queryParams().contains("Action")) {
                context.reroute("/ec2?" + query);
              } else {
                context.next();
              }
            });
  }
}
