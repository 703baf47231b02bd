package dev.runnerfleet.scaler.decisions;

import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.scaler.core.budget.PlannedSpend;
import dev.runnerfleet.scaler.core.decision.Decision.Hold;
import dev.runnerfleet.scaler.core.decision.Decision.Inputs;
import dev.runnerfleet.scaler.core.decision.Decision.Launch;
import dev.runnerfleet.scaler.core.decision.Decision.Recall;
import dev.runnerfleet.scaler.core.decision.Decision.Retirement;
import dev.runnerfleet.scaler.core.decision.HoldReason;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the scaler measures of its decisions and of what they see. */
@ApplicationScoped
public class DecisionMetrics {

  private final MeterRegistry registry;
  private final MultiGauge queued;
  private final MultiGauge oldest;
  private final MultiGauge runners;
  private final MultiGauge wanted;
  private final MultiGauge held;
  private final MultiGauge planned;
  private final MultiGauge budget;
  private final Map<String, Decided> lastByPool = new ConcurrentHashMap<>();
  private final Map<String, Decided> looked = new ConcurrentHashMap<>();
  private volatile long withoutPool;

  DecisionMetrics(MeterRegistry registry) {
    this.registry = registry;
    queued =
        MultiGauge.builder("runnerfleet.queue.jobs")
            .description("Queued jobs by pool")
            .register(registry);
    oldest =
        MultiGauge.builder("runnerfleet.queue.oldest.age")
            .description("For how long the oldest queued job of a pool waits")
            .baseUnit("seconds")
            .register(registry);
    runners =
        MultiGauge.builder("runnerfleet.runners")
            .description("Runners by pool and state")
            .register(registry);
    wanted =
        MultiGauge.builder("runnerfleet.runners.wanted")
            .description("Runners that queued and running jobs and the warm buffer want, by pool")
            .register(registry);
    planned =
        MultiGauge.builder("runnerfleet.spend.planned")
            .description("Planned spend of the hour and the day at hand")
            .baseUnit("usd")
            .register(registry);
    budget =
        MultiGauge.builder("runnerfleet.spend.budget")
            .description("Budget of the hour and the day, where there is one")
            .baseUnit("usd")
            .register(registry);
    held =
        MultiGauge.builder("runnerfleet.jobs.held")
            .description("Queued jobs by what holds them")
            .register(registry);
  }

  /** Counts what was decided, and remembers it for the gauges. */
  public void decided(Collection<Decided> all) {
    for (Decided decided : all) {
      String pool = decided.pool().name().value();
      lastByPool.put(pool, decided);
      for (Launch launch : decided.decision().launches()) {
        count(pool, "launch", launch.purpose(), launch.count());
      }
      for (Retirement retirement : decided.decision().retirements()) {
        count(pool, "retire", retirement.reason(), 1);
      }
      for (Recall recall : decided.decision().recalls()) {
        count(pool, "recall", recall.reason(), 1);
      }
    }
  }

  /** Remembers a look at a pool's spending, which decisions under its lock may do without. */
  void looked(Decided decided) {
    looked.put(decided.pool().name().value(), decided);
  }

  /** Shows the pools that there are, and no others. */
  public void only(Collection<String> pools) {
    lastByPool.keySet().retainAll(pools);
    looked.keySet().retainAll(pools);
    List<MultiGauge.Row<?>> queuedRows = new ArrayList<>();
    List<MultiGauge.Row<?>> oldestRows = new ArrayList<>();
    List<MultiGauge.Row<?>> runnerRows = new ArrayList<>();
    List<MultiGauge.Row<?>> heldRows = new ArrayList<>();
    List<MultiGauge.Row<?>> wantedRows = new ArrayList<>();
    List<MultiGauge.Row<?>> plannedRows = new ArrayList<>();
    List<MultiGauge.Row<?>> budgetRows = new ArrayList<>();
    lastByPool.forEach(
        (pool, decided) -> {
          queuedRows.add(row(decided.decision().inputs().queued(), "pool", pool));
          oldestRows.add(row(age(decided), "pool", pool));
          runners(pool, decided.decision().inputs(), runnerRows);
          wantedRows.add(row(decided.decision().inputs().wanted(), "pool", pool));
          spend(pool, looked.getOrDefault(pool, decided), plannedRows, budgetRows);
          for (Hold hold : decided.decision().holds()) {
            heldRows.add(row(hold.jobs(), "pool", pool, "reason", word(hold.reason())));
          }
        });
    heldRows.add(row(withoutPool, "pool", "none", "reason", word(HoldReason.NO_MATCHING_POOL)));
    queued.register(queuedRows, true);
    oldest.register(oldestRows, true);
    runners.register(runnerRows, true);
    held.register(heldRows, true);
    wanted.register(wantedRows, true);
    planned.register(plannedRows, true);
    budget.register(budgetRows, true);
  }

  private static void spend(
      String pool,
      Decided decided,
      List<MultiGauge.Row<?>> planned,
      List<MultiGauge.Row<?>> budget) {
    PlannedSpend plan = decided.decision().inputs().planned();
    planned.add(row(plan.hour().amount(), "pool", pool, "window", "hour"));
    planned.add(row(plan.day().amount(), "pool", pool, "window", "day"));
    Budget most = decided.pool().spec().budget();
    if (most.perHour() != null) {
      budget.add(row(most.perHour().amount(), "pool", pool, "window", "hour"));
    }
    if (most.perDay() != null) {
      budget.add(row(most.perDay().amount(), "pool", pool, "window", "day"));
    }
  }

  /** How long it took to decide about every pool once. */
  void round(Duration took) {
    registry.timer("runnerfleet.decision.round").record(took);
  }

  /** How many queued jobs no pool takes. */
  public void withoutPool(long jobs) {
    withoutPool = jobs;
  }

  private void count(String pool, String action, Enum<?> reason, int times) {
    registry
        .counter("runnerfleet.decisions", "pool", pool, "action", action, "reason", word(reason))
        .increment(times);
  }

  private static void runners(String pool, Inputs seen, List<MultiGauge.Row<?>> rows) {
    rows.add(row(seen.requested() + seen.recalled(), "pool", pool, "state", "requested"));
    rows.add(row(seen.booting(), "pool", pool, "state", "booting"));
    rows.add(row(seen.idle(), "pool", pool, "state", "idle"));
    rows.add(row(seen.busy(), "pool", pool, "state", "busy"));
    rows.add(row(seen.going(), "pool", pool, "state", "draining"));
  }

  private static double age(Decided decided) {
    Instant since = decided.queue().oldest();
    return since == null
        ? 0
        : Math.max(0, Duration.between(since, decided.at()).toMillis() / 1000.0);
  }

  private static MultiGauge.Row<?> row(Number value, String... tags) {
    return MultiGauge.Row.of(Tags.of(tags), value);
  }

  private static String word(Enum<?> reason) {
    return reason.name().toLowerCase(java.util.Locale.ROOT);
  }
}
