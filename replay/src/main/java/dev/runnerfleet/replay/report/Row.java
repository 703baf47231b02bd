package dev.runnerfleet.replay.report;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.replay.outcome.Outcome;
import dev.runnerfleet.replay.outcome.Waits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The figures of an outcome by name, the unit in the name, always in the same order. */
public final class Row {

  private Row() {}

  public static Map<String, @Nullable Object> of(Outcome outcome) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("replayed", outcome.title());
    row.put("jobs", outcome.jobs().queued());
    row.put("jobs_ended", outcome.jobs().ended());
    row.put("jobs_unmatched", outcome.jobs().unmatched());
    row.put("jobs_unmatched_by_tags", outcome.jobs().unmatchedByTags());
    row.put("jobs_failed", outcome.jobs().failed());
    row.put("jobs_unfinished", outcome.jobs().unfinished());
    row.put("wait_mean_s", ofSome(outcome, rounded(outcome.waits().meanSeconds(), 3)));
    row.put("wait_p50_s", ofSome(outcome, outcome.waits().seconds(0.50)));
    row.put("wait_p95_s", ofSome(outcome, outcome.waits().seconds(0.95)));
    row.put("wait_p99_s", ofSome(outcome, outcome.waits().seconds(0.99)));
    row.put("wait_max_s", ofSome(outcome, outcome.waits().seconds(1)));
    row.put(
        "started_at_once_share",
        ofSome(outcome, rounded(outcome.waits().within(Waits.AT_ONCE), 4)));
    row.put("machine_hours", rounded(outcome.time().machines().toMillis() / 3_600_000.0, 3));
    row.put("machine_hours_per_job_hour", rounded(outcome.time().ratio(), 4));
    row.put("busy_share", rounded(outcome.time().busyShare(), 4));
    row.put("launches", outcome.launches());
    row.put("machines_given_back", outcome.machines().givenBack());
    row.put("machine_life_mean_s", rounded(outcome.machines().meanLife(), 3));
    row.put("ec2_calls", outcome.callsMade());
    row.put("ec2_calls_refused", outcome.callsRefused());
    row.put("ec2_calls_by_action", calls(outcome, Outcome.Calls::made));
    row.put("ec2_calls_refused_by_action", calls(outcome, Outcome.Calls::refused));
    row.put("interruptions", outcome.jobs().interruptions());
    row.put("jobs_redone", outcome.jobs().redone());
    row.put("cost_spot_usd", cost(outcome, Offering.Market.SPOT));
    row.put("cost_on_demand_usd", cost(outcome, Offering.Market.ON_DEMAND));
    row.put("cost_usd", outcome.money().total().amount());
    row.put("cost_per_1000_jobs_usd", outcome.costPerThousandJobs().amount());
    row.put("saving_against_on_demand_share", rounded(outcome.money().saving(), 4));
    return row;
  }

  /** Where no job began there is no wait, not one of 0 s. */
  private static @Nullable Object ofSome(Outcome outcome, double value) {
    return outcome.waits().count() == 0 ? null : value;
  }

  private static Map<String, Integer> calls(Outcome outcome, ToIntFunction<Outcome.Calls> counted) {
    Map<String, Integer> calls = new LinkedHashMap<>();
    outcome.calls().forEach(call -> calls.put(call.action(), counted.applyAsInt(call)));
    return calls;
  }

  private static Object cost(Outcome outcome, Offering.Market market) {
    return outcome.money().byMarket().getOrDefault(market, Usd.ZERO).amount();
  }

  static double rounded(double value, int digits) {
    double factor = Math.pow(10, digits);
    return Math.round(value * factor) / factor;
  }
}
