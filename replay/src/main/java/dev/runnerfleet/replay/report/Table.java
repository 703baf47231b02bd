package dev.runnerfleet.replay.report;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.replay.outcome.Outcome;
import dev.runnerfleet.replay.outcome.Waits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Outcomes side by side: a line for each figure, a column for each outcome. */
public final class Table {

  private record Line(String title, Function<Outcome, String> cell) {}

  private static final String NONE = "–";

  private static final List<Line> LINES =
      List.of(
          new Line("jobs", o -> number(o.jobs().queued())),
          new Line("  no pool takes", o -> number(o.jobs().unmatched())),
          new Line("  failed", o -> number(o.jobs().failed())),
          new Line("  not finished", o -> number(o.jobs().unfinished())),
          new Line("wait mean", o -> waited(o, o.waits().meanSeconds())),
          new Line("wait p50", o -> waited(o, o.waits().seconds(0.5))),
          new Line("wait p95", o -> waited(o, o.waits().seconds(0.95))),
          new Line("wait p99", o -> waited(o, o.waits().seconds(0.99))),
          new Line("wait max", o -> waited(o, o.waits().seconds(1))),
          new Line("started within 1 s", Table::atOnce),
          new Line("machine-hours", o -> hours(o.time().machines().toMillis() / 3_600_000.0)),
          new Line("  per job-hour", o -> ratio(o.time().ratio())),
          new Line("busy share", o -> percent(o.time().busyShare())),
          new Line("launches", o -> number(o.launches())),
          new Line("  given back by the end", o -> number(o.machines().givenBack())),
          new Line("EC2 calls", o -> number(o.callsMade())),
          new Line("  refused", o -> number(o.callsRefused())),
          new Line("interruptions", o -> number(o.jobs().interruptions())),
          new Line("  jobs redone", o -> number(o.jobs().redone())),
          new Line("cost spot", o -> usd(cost(o, Offering.Market.SPOT))),
          new Line("cost on-demand", o -> usd(cost(o, Offering.Market.ON_DEMAND))),
          new Line("cost", o -> usd(o.money().total())),
          new Line("  per 1,000 jobs", o -> usd(o.costPerThousandJobs())),
          new Line("  saving against on-demand", o -> percent(o.money().saving())));

  private Table() {}

  public static String of(List<Outcome> outcomes) {
    return align(rows(outcomes));
  }

  /** The head and then a row for each figure. */
  static List<List<String>> rows(List<Outcome> outcomes) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    outcomes.forEach(outcome -> head.add(outcome.title()));
    rows.add(head);
    for (Line line : LINES) {
      List<String> row = new ArrayList<>(List.of(line.title()));
      outcomes.forEach(outcome -> row.add(line.cell().apply(outcome)));
      rows.add(row);
    }
    return rows;
  }

  // Of no job there is no wait, not one of 0 s.
  private static String waited(Outcome outcome, double seconds) {
    return outcome.waits().count() == 0 ? NONE : seconds(seconds);
  }

  static String atOnce(Outcome outcome) {
    return outcome.waits().count() == 0 ? NONE : percent(outcome.waits().within(Waits.AT_ONCE));
  }

  /** Columns as wide as their widest cell; the first to the left, the others to the right. */
  static String align(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String blanks = " ".repeat(widths[i] - row.get(i).length());
        line.append(i == 0 ? row.get(i) + blanks : "  " + blanks + row.get(i));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static Usd cost(Outcome outcome, Offering.Market market) {
    return outcome.money().byMarket().getOrDefault(market, Usd.ZERO);
  }

  static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  static String usd(Usd amount) {
    return String.format(Locale.ROOT, "%,.2f USD", amount.amount());
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.3f", ratio);
  }

  private static String hours(double hours) {
    return String.format(Locale.ROOT, "%,.1f", hours);
  }
}
