package dev.runnerfleet.provisioner.price;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** How far prices can be relied on. */
@ApplicationScoped
public class PriceMetrics {

  private final AtomicReference<Instant> refreshedAt;
  private final AtomicLong unknown;

  PriceMetrics(MeterRegistry registry, Clock clock) {
    refreshedAt = new AtomicReference<>(clock.instant());
    registry.gauge(
        "runnerfleet.price.age.seconds",
        refreshedAt,
        at -> Duration.between(at.get(), clock.instant()).toMillis() / 1000.0);
    unknown = registry.gauge("runnerfleet.prices.unknown", new AtomicLong());
  }

  void refreshed(Instant now) {
    refreshedAt.set(now);
  }

  /** There is nothing to refresh the prices of. */
  public void nothingToRefresh(Instant now) {
    refreshed(now);
  }

  /** How many of the current pools' types have no price at all. */
  public void unknown(long types) {
    unknown.set(types);
  }
}
