package dev.runnerfleet.provisioner.runner;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.provisioner.core.Refusals;
import dev.runnerfleet.provisioner.core.offering.Closure;
import dev.runnerfleet.provisioner.core.offering.SpotBreaker;
import dev.runnerfleet.provisioner.offering.SpotBreakers;
import dev.runnerfleet.provisioner.offering.UnavailableOfferings;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Learns from spot machines that AWS takes back: their offerings are left alone for a while, and
 * too many make their pool do without spot. Runs in its caller's transaction.
 */
@ApplicationScoped
class Interruptions {

  private final RunnerStore runners;
  private final UnavailableOfferings unavailable;
  private final SpotBreakers breakers;
  private final Clock clock;

  Interruptions(
      RunnerStore runners, UnavailableOfferings unavailable, SpotBreakers breakers, Clock clock) {
    this.runners = runners;
    this.unavailable = unavailable;
    this.breakers = breakers;
    this.clock = clock;
  }

  Uni<Void> keep(List<RunnerInterrupted> interrupted) {
    if (interrupted.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return runners
        .all(interrupted.stream().map(RunnerInterrupted::runner).toList())
        .chain(rows -> unavailable.add(closures(fresh(interrupted), rows)))
        .chain(() -> open(interrupted));
  }

  /** A notice told late would only undo what was learnt since. */
  private List<RunnerInterrupted> fresh(List<RunnerInterrupted> interrupted) {
    Instant oldest = clock.instant().minus(Refusals.SHORT);
    return interrupted.stream().filter(event -> event.at().isAfter(oldest)).toList();
  }

  private static List<Closure> closures(List<RunnerInterrupted> interrupted, List<RunnerRow> rows) {
    List<Closure> closures = new ArrayList<>();
    for (RunnerRow row : rows) {
      String type = row.instanceType;
      String zone = row.zone;
      if (type != null && zone != null) {
        interrupted.stream()
            .filter(event -> event.runner().value().equals(row.id))
            .findFirst()
            .ifPresent(
                event ->
                    closures.add(
                        new Closure(
                            type,
                            zone,
                            Offering.Market.SPOT,
                            "SpotInterruption",
                            event.at().plus(Refusals.SHORT))));
      }
    }
    return closures;
  }

  private Uni<Void> open(List<RunnerInterrupted> interrupted) {
    Instant now = clock.instant();
    Uni<Void> all = Uni.createFrom().voidItem();
    List<PoolName> pools =
        interrupted.stream()
            .map(RunnerInterrupted::pool)
            .distinct()
            .sorted(Comparator.comparing(PoolName::value))
            .toList();
    for (PoolName pool : pools) {
      all =
          all.chain(() -> breakers.change(pool, breaker -> after(breaker, pool, interrupted, now)));
    }
    return all;
  }

  private SpotBreaker after(
      SpotBreaker breaker, PoolName pool, List<RunnerInterrupted> interrupted, Instant now) {
    SpotBreaker after = breaker;
    for (RunnerInterrupted event : interrupted) {
      if (event.pool().equals(pool)) {
        after =
            after.after(
                new SpotBreaker.Trouble("interrupted " + event.runner(), event.at()),
                breakers.setting(),
                now);
      }
    }
    return after;
  }
}
