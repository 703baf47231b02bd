package dev.runnerfleet.provisioner.pool;

import dev.runnerfleet.provisioner.core.pool.BootBreaker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which pools are stopped and why, and how many launch template versions each has. */
@ApplicationScoped
class PoolMetrics {

  private final MultiGauge stopped;
  private final MultiGauge versions;
  private final Map<String, Integer> known = new ConcurrentHashMap<>();

  PoolMetrics(MeterRegistry registry) {
    this.stopped =
        MultiGauge.builder("runnerfleet.pool.stopped")
            .description("1 while launches of the pool are stopped for the reason")
            .register(registry);
    this.versions =
        MultiGauge.builder("runnerfleet.template.versions")
            .description("Launch template versions of the pool in AWS")
            .register(registry);
  }

  void pools(List<Pool> pools) {
    stopped.register(
        pools.stream()
            .flatMap(
                pool ->
                    java.util.stream.Stream.of(
                        row(pool, "bad_configuration", pool.problem() != null),
                        row(pool, "never_enrols", stops(pool.boots()))))
            .toList(),
        true);
    known.keySet().retainAll(pools.stream().map(pool -> pool.spec().name().value()).toList());
  }

  void templateVersions(String pool, int count) {
    known.put(pool, count);
    versions.register(
        known.entrySet().stream()
            .<MultiGauge.Row<?>>map(
                each -> MultiGauge.Row.of(Tags.of("pool", each.getKey()), each.getValue()))
            .toList(),
        true);
  }

  private static boolean stops(BootBreaker boots) {
    return boots.stops();
  }

  private static MultiGauge.Row<?> row(Pool pool, String reason, boolean is) {
    return MultiGauge.Row.of(
        Tags.of("pool", pool.spec().name().value(), "reason", reason), is ? 1 : 0);
  }
}
