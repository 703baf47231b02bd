package dev.runnerfleet.scaler.pools;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** Whether the pool file can be taken over as it is now, and what is wrong with it otherwise. */
@ApplicationScoped
class PoolFileState {

  private final MeterRegistry registry;
  private volatile Optional<String> broken = Optional.empty();

  PoolFileState(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Shows that nothing is wrong before anything is, as alerts name the metric. */
  void start(@Observes StartupEvent event) {
    Gauge.builder("runnerfleet.pool.file.broken", this, PoolFileState::asNumber)
        .description("1 while the pool file is broken and the pools stay as they were")
        .register(registry);
  }

  void good() {
    broken = Optional.empty();
  }

  /** Notes what is wrong; whether that is news. */
  boolean broken(String why) {
    boolean news = !broken.equals(Optional.of(why));
    broken = Optional.of(why);
    return news;
  }

  Optional<String> broken() {
    return broken;
  }

  private double asNumber() {
    return broken.isPresent() ? 1 : 0;
  }
}
