package dev.runnerfleet.sandbox.machine;

import dev.runnerfleet.sandbox.core.aws.instance.InstanceEnded;
import dev.runnerfleet.sandbox.core.aws.instance.InstanceRunning;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServer;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Starts a machine for each instance that runs, and stops it when the instance ends. */
@ApplicationScoped
class Machines {
  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
  private static final int CONNECTIONS_PER_HOST = 64;

  private final Map<String, Machine> machines = new ConcurrentHashMap<>();
  private final WebClient http;
  private final HttpServer server;

  Machines(Vertx vertx, HttpServer server) {
    this.server = server;
    var options =
        new WebClientOptions()
            .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
            .setMaxPoolSize(CONNECTIONS_PER_HOST)
            .setUserAgent("gitlab-runner 19.4.0 (sandbox)");
    this.http = WebClient.create(vertx, options);
  }

  void onRunning(@Observes InstanceRunning event) {
    var instance = event.instance();
    String metadata = "http://localhost:" + server.getPort() + "/imds/" + instance.id() + "/latest";
    var machine =
        new Machine(instance.id(), instance.systemId(), http, new MetadataClient(http, metadata));
    machines.put(instance.id(), machine);
    machine.start();
  }

  void onEnded(@Observes InstanceEnded event) {
    Machine machine = machines.remove(event.instanceId());
    if (machine != null) {
      machine.stop();
    }
  }

  void onShutdown(@Observes ShutdownEvent event) {
    machines.values().forEach(Machine::stop);
    http.close();
  }
}
