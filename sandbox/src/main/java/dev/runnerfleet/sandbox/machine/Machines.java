package dev.runnerfleet.sandbox.machine;

import dev.runnerfleet.sandbox.SandboxConfig;
import dev.runnerfleet.sandbox.core.aws.notice.InstanceEnded;
import dev.runnerfleet.sandbox.core.aws.notice.InstanceRunning;
import dev.runnerfleet.sandbox.core.aws.notice.InterruptionWarned;
import dev.runnerfleet.sandbox.core.aws.notice.RebalanceRecommended;
import dev.runnerfleet.sandbox.core.fault.ClockSkewed;
import dev.runnerfleet.sandbox.core.fault.MachineFrozen;
import dev.runnerfleet.sandbox.core.fault.MachineThawed;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServer;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.web.client.WebClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Starts a machine for each instance that runs, and stops it when the instance ends. */
@ApplicationScoped
class Machines {
  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
  private static final int CONNECTIONS_PER_HOST = 64;

  private final Map<String, Machine> machines = new ConcurrentHashMap<>();
  private final WebClient http;
  private final HttpServer server;
  private final Clock clock;
  private final boolean heedNotices;

  Machines(Vertx vertx, HttpServer server, SandboxConfig config, Clock clock) {
    this.heedNotices = config.sandbox().heedNotices();
    this.server = server;
    this.clock = clock;
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
        new Machine(
            instance.id(), instance.systemId(), http, new MetadataClient(http, metadata), clock);
    machines.put(instance.id(), machine);
    machine.start();
  }

  void onEnded(@Observes InstanceEnded event) {
    Machine machine = machines.remove(event.instanceId());
    if (machine != null) {
      machine.stop();
    }
  }

  void onRecommendation(@Observes RebalanceRecommended event) {
    notice(event.instance().id());
  }

  void onWarning(@Observes InterruptionWarned event) {
    notice(event.instance().id());
  }

  private void notice(String instanceId) {
    if (heedNotices) {
      at(instanceId).ifPresent(Machine::noticed);
    }
  }

  void onFrozen(@Observes MachineFrozen event) {
    at(event.instanceId()).ifPresent(Machine::freeze);
  }

  void onThawed(@Observes MachineThawed event) {
    at(event.instanceId()).ifPresent(Machine::thaw);
  }

  void onClock(@Observes ClockSkewed event) {
    at(event.instanceId()).ifPresent(machine -> machine.clockOff(event.by()));
  }

  private Optional<Machine> at(String instanceId) {
    return Optional.ofNullable(machines.get(instanceId));
  }

  void onShutdown(@Observes ShutdownEvent event) {
    machines.values().forEach(Machine::stop);
    http.close();
  }
}
