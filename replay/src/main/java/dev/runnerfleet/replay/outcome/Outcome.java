package dev.runnerfleet.replay.outcome;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a replay came to.
 *
 * @param title what was replayed: Runnerfleet, docker+machine, a bound
 */
public record Outcome(
    String title,
    Jobs jobs,
    Waits waits,
    Time time,
    Machines machines,
    List<Calls> calls,
    Money money,
    Course course) {

  public Outcome {
    calls = List.copyOf(calls);
  }

  /**
   * Jobs, counted.
   *
   * @param unmatched those that no pool takes
   * @param failed those that no machine could be had for, or that were cut short for good
   * @param unfinished those that had not ended when the replay did
   * @param unmatchedByTags those that no pool takes, by their tags
   * @param redone how often one was cut short by an interruption and begun again
   */
  public record Jobs(
      int queued,
      int ended,
      int unmatched,
      int failed,
      int unfinished,
      int interruptions,
      int redone,
      Map<String, Integer> unmatchedByTags) {

    public Jobs {
      unmatchedByTags = Collections.unmodifiableMap(new TreeMap<>(unmatchedByTags));
    }
  }

  /**
   * Machines, counted.
   *
   * @param launched those that were paid for
   * @param givenBack those of them that were given back before the end, by whomever
   * @param lived what those stood, added up
   */
  public record Machines(long launched, long givenBack, Duration lived) {

    /** In seconds; of none at all 0. */
    public double meanLife() {
      return givenBack == 0 ? 0 : lived.toMillis() / 1000.0 / givenBack;
    }
  }

  public long launches() {
    return machines.launched();
  }

  /**
   * Time of jobs and machines.
   *
   * @param work what ended jobs ran
   * @param lost what was run and cut short
   * @param machines billed time
   */
  public record Time(Duration work, Duration lost, Duration machines, int slotsPerMachine) {

    /** Billed time by the jobs' own. */
    public double ratio() {
      return work.isZero() ? 0 : seconds(machines) / seconds(work);
    }

    /** Which share of the billed slots' time jobs ran. */
    public double busyShare() {
      return machines.isZero() ? 0 : seconds(work.plus(lost)) / seconds(machines) / slotsPerMachine;
    }

    private static double seconds(Duration time) {
      return time.toMillis() / 1000.0;
    }
  }

  /** Calls of one action, and how many of them AWS refused. */
  public record Calls(String action, int made, int refused) {}

  /**
   * What machines cost.
   *
   * @param onDemand what the same machines would have cost on demand
   */
  public record Money(Map<Offering.Market, Usd> byMarket, Usd onDemand) {

    public Usd total() {
      return byMarket.values().stream().reduce(Usd.ZERO, Usd::plus);
    }

    /** Which share of the on-demand price was saved. */
    public double saving() {
      return onDemand.amount().signum() == 0
          ? 0
          : 1 - total().amount().doubleValue() / onDemand.amount().doubleValue();
    }
  }

  public Usd costPerThousandJobs() {
    return jobs.ended() == 0
        ? Usd.ZERO
        : new Usd(
            money
                .total()
                .amount()
                .multiply(BigDecimal.valueOf(1000))
                .divide(BigDecimal.valueOf(jobs.ended()), 6, RoundingMode.HALF_UP));
  }

  public int callsMade() {
    return calls.stream().mapToInt(Calls::made).sum();
  }

  public int callsRefused() {
    return calls.stream().mapToInt(Calls::refused).sum();
  }
}
