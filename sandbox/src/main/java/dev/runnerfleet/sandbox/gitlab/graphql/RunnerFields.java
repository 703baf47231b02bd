package dev.runnerfleet.sandbox.gitlab.graphql;

import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerHost;
import dev.runnerfleet.sandbox.gitlab.wire.Times;
import graphql.schema.DataFetcher;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of GitLab's CiRunner and CiRunnerManager. */
final class RunnerFields {
  static final String MODEL = "Ci::Runner";

  private RunnerFields() {}

  static Map<String, DataFetcher<?>> all() {
    Map<String, DataFetcher<?>> fields = new HashMap<>();
    put(fields, "id", runner -> GlobalId.of(MODEL, runner.id()));
    put(fields, "description", runner -> runner.settings().description());
    put(fields, "paused", runner -> runner.settings().paused());
    put(fields, "locked", runner -> runner.settings().locked());
    put(fields, "runUntagged", runner -> runner.settings().runUntagged());
    put(fields, "tagList", runner -> runner.settings().tags());
    put(fields, "accessLevel", runner -> runner.settings().accessLevel().name());
    put(fields, "runnerType", runner -> runner.scope().type().name());
    put(fields, "createdAt", runner -> Times.isoSeconds(runner.createdAt()));
    fields.put(
        "status",
        Asking.of(Runner.class, (r, a) -> a.forge().runners().status(r, a.world().now()).name()));
    fields.put(
        "jobExecutionStatus",
        Asking.of(Runner.class, (r, a) -> execution(a.forge().jobs().isRunnerBusy(r.id()))));
    fields.put(
        "contactedAt",
        Asking.of(
            Runner.class, (r, a) -> Times.isoSeconds(a.forge().runners().contactedAt(r.id()))));
    fields.put(
        "managers",
        Asking.of(Runner.class, (r, a) -> new JobFields.All<>(a.forge().runners().hosts(r.id()))));
    return fields;
  }

  private static void put(
      Map<String, DataFetcher<?>> fields, String name, Function<Runner, @Nullable Object> value) {
    fields.put(name, Asking.of(Runner.class, value));
  }

  private static String execution(boolean busy) {
    return busy ? "ACTIVE" : "IDLE";
  }

  static Map<String, DataFetcher<?>> ofHosts() {
    Map<String, DataFetcher<?>> fields = new HashMap<>();
    fields.put("id", Asking.of(RunnerHost.class, h -> GlobalId.of("Ci::RunnerManager", h.id())));
    fields.put("systemId", Asking.of(RunnerHost.class, RunnerHost::systemId));
    fields.put("status", Asking.of(RunnerHost.class, (h, a) -> h.status(a.world().now()).name()));
    fields.put(
        "jobExecutionStatus",
        Asking.of(
            RunnerHost.class, (h, a) -> execution(a.forge().jobs().isSystemBusy(h.systemId()))));
    fields.put("contactedAt", Asking.of(RunnerHost.class, h -> Times.isoSeconds(h.contactedAt())));
    fields.put("createdAt", Asking.of(RunnerHost.class, h -> Times.isoSeconds(h.createdAt())));
    fields.put("ipAddress", Asking.of(RunnerHost.class, h -> "127.0.0.1"));
    fields.put("version", Asking.of(RunnerHost.class, h -> h.info().version()));
    fields.put("platformName", Asking.of(RunnerHost.class, h -> h.info().platform()));
    fields.put("architectureName", Asking.of(RunnerHost.class, h -> h.info().architecture()));
    return fields;
  }
}
