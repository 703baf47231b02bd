package dev.runnerfleet.replay.outcome;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TracedJob;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Two bounds that nobody has to be told apart from: every job on a warm machine of its own that
 * costs nothing before and after, and every job on a cold machine of its own.
 */
public final class Bounds {

  private Bounds() {}

  /**
   * The floor of wait and cost alike; machines cost by the hour what the other's did on average.
   */
  public static Outcome warm(Trace trace, Outcome priced) {
    Waits waits = new Waits();
    trace.jobs().forEach(job -> waits.add(Duration.ZERO));
    return outcome("every job warm", trace, waits, trace.work(), priced);
  }

  /**
   * The wait of one who never has a machine ready.
   *
   * @param boot a boot time for each job in turn
   * @param roundTrip what is under way before the launch and after the boot
   */
  public static Outcome cold(
      Trace trace, Supplier<Duration> boot, Duration roundTrip, Outcome priced) {
    Waits waits = new Waits();
    Duration billed = Duration.ZERO;
    for (TracedJob job : trace.jobs()) {
      Duration booting = boot.get();
      waits.add(booting.plus(roundTrip));
      Rented machine = new Rented(0, Offering.Market.SPOT, Usd.ZERO, Usd.ZERO, Instant.EPOCH);
      billed = billed.plus(machine.billed(Instant.EPOCH.plus(booting).plus(job.duration())));
    }
    return outcome("one cold each", trace, waits, billed, priced);
  }

  private static Outcome outcome(
      String title, Trace trace, Waits waits, Duration billed, Outcome priced) {
    Duration paid = priced.time().machines();
    Map<Offering.Market, Usd> costs = new HashMap<>();
    priced.money().byMarket().forEach((market, usd) -> costs.put(market, share(usd, billed, paid)));
    int jobs = trace.jobs().size();
    return new Outcome(
        title,
        new Outcome.Jobs(jobs, jobs, 0, 0, 0, 0, 0, Map.of()),
        waits,
        new Outcome.Time(trace.work(), Duration.ZERO, billed, 1),
        new Outcome.Machines(jobs, jobs, billed),
        List.of(),
        new Outcome.Money(costs, share(priced.money().onDemand(), billed, paid)),
        new Course(trace.start(), Duration.ZERO));
  }

  private static Usd share(Usd whole, Duration part, Duration of) {
    return of.isZero()
        ? Usd.ZERO
        : new Usd(
            whole
                .amount()
                .multiply(BigDecimal.valueOf(part.toMillis()))
                .divide(BigDecimal.valueOf(of.toMillis()), 6, RoundingMode.HALF_UP));
  }
}
