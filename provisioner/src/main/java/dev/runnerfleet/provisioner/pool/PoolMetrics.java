package dev.runnerfleet.provisioner.pool;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Which pools are stopped and why, and how many launch template versions there are. */
@ApplicationScoped
public class PoolMetrics {

  private final MultiGauge stopped;
  private final AtomicLong versions;
  private final Map<String, Integer> known = new ConcurrentHashMap<>();

  PoolMetrics(MeterRegistry registry) {
    this.stopped =
        MultiGauge.builder("runnerfleet.pool.stopped")
            .description("1 while launches of the pool are stopped for the reason")
            .register(registry);
    this.versions = registry.gauge("runnerfleet.template.versions", new AtomicLong());
  }

  public void pools(List<Pool> pools) {
    stopped.register(
        pools.stream()
            .flatMap(
                pool ->
                    Stream.of(
                        row(pool, "bad_configuration", pool.problem() != null),
                        row(pool, "never_enrols", pool.boots().stops())))
            .toList(),
        true);
    known.keySet().retainAll(pools.stream().map(pool -> pool.spec().name().value()).toList());
  }

  public void templateVersions(String pool, int count) {
    known.put(pool, count);
    versions.set(known.values().stream().mapToLong(Integer::longValue).sum());
  }

  private static MultiGauge.Row<?> row(Pool pool, String reason, boolean is) {
    return MultiGauge.Row.of(
        Tags.of("pool", pool.spec().name().value(), "reason", reason), is ? 1 : 0);
  }
}
