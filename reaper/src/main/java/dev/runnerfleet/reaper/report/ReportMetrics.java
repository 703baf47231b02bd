package dev.runnerfleet.reaper.report;

import dev.runnerfleet.contracts.PoolName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How machines are, by what they report. */
@ApplicationScoped
class ReportMetrics {

  private final MeterRegistry registry;
  private final AtomicLong silent = new AtomicLong();

  ReportMetrics(MeterRegistry registry) {
    this.registry = registry;
    registry.gauge("runnerfleet.machines.silent", silent);
  }

  /** Has what alerts and dashboards count start at zero, as an increase is told from there. */
  void start(@Observes StartupEvent event) {
    reports("taken");
    reports("denied");
  }

  private Counter reports(String result) {
    return registry.counter("runnerfleet.reports", "result", result);
  }

  void taken(PoolName pool, Report report) {
    reports("taken").increment();
    record("runnerfleet.machine.cpu", pool, report.cpu());
    record("runnerfleet.machine.memory", pool, report.memory());
  }

  void denied() {
    reports("denied").increment();
  }

  void silent(long machines) {
    silent.set(machines);
  }

  private void record(String name, PoolName pool, @Nullable Double share) {
    if (share != null) {
      DistributionSummary.builder(name)
          .tag("pool", pool.value())
          .serviceLevelObjectives(0.1, 0.25, 0.5, 0.75, 0.9)
          .register(registry)
          .record(share);
    }
  }
}
