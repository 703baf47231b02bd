package dev.runnerfleet.replay.report;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.replay.outcome.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The charts of a report. */
final class Chart {

  private static final double DAYS_FROM_HOURS = 96;
  private static final int STEPS = 200;

  private Chart() {}

  /** Jobs waiting, jobs running and machines, at their most in each stretch. */
  static String course(Outcome outcome) {
    List<int[]> most = outcome.course().most();
    double hours = outcome.course().stretch().toSeconds() / 3600.0;
    boolean inDays = most.size() * hours > DAYS_FROM_HOURS;
    double each = inDays ? hours / 24 : hours;
    double top = most.stream().mapToDouble(Chart::highest).max().orElse(1);
    Drawing drawing =
        new Drawing(
            outcome.title() + ": jobs and machines over time",
            Scale.upTo(
                most.size() * each,
                inDays ? "days since the first job" : "hours since the first job"),
            Scale.upTo(
                top,
                "number, at its most in each %d min"
                    .formatted(outcome.course().stretch().toMinutes())));
    List<String> names = List.of("jobs waiting", "jobs running", "machines");
    for (int series = names.size() - 1; series >= 0; series--) {
      List<double[]> points = new ArrayList<>();
      for (int i = 0; i < most.size(); i++) {
        points.add(new double[] {i * each, most.get(i)[series]});
      }
      drawing.line(points, colourOf(series));
    }
    for (int series = 0; series < names.size(); series++) {
      drawing.legend(colourOf(series), names.get(series));
    }
    return drawing.end();
  }

  // What waits is what one looks for: it has the colour that stands out.
  private static int colourOf(int series) {
    return series == 0 ? 1 : series == 1 ? 0 : 4;
  }

  private static double highest(int[] values) {
    return Math.max(values[0], Math.max(values[1], values[2]));
  }

  /** Which share of the jobs had begun after what wait. */
  static String waits(List<Outcome> outcomes) {
    double longest =
        outcomes.stream().mapToDouble(outcome -> outcome.waits().seconds(0.99)).max().orElse(60);
    double most = Math.max(10, longest * 1.1);
    Drawing drawing =
        new Drawing(
            "How long jobs waited",
            Scale.upTo(most, "seconds since they were queued"),
            Scale.upTo(100, "% of jobs begun"));
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome outcome = outcomes.get(i);
      if (outcome.waits().count() > 0) {
        List<double[]> points = new ArrayList<>();
        for (int step = 0; step <= STEPS; step++) {
          double seconds = most * step / STEPS;
          Duration wait = Duration.ofMillis((long) (seconds * 1000));
          points.add(new double[] {seconds, 100 * outcome.waits().within(wait)});
        }
        drawing.line(points, i % Drawing.COLOURS.size());
        drawing.legend(i % Drawing.COLOURS.size(), outcome.title());
      }
    }
    return drawing.end();
  }

  /** A bar for each: spot below, on-demand above. */
  static String costs(List<Outcome> outcomes) {
    double top = outcomes.stream().mapToDouble(Chart::total).max().orElse(1);
    Drawing drawing =
        new Drawing(
            "Cost by market",
            Scale.upTo(outcomes.size(), ""),
            Scale.upTo(top * 1.1, "USD per 1,000 jobs"),
            false);
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome outcome = outcomes.get(i);
      double spot = perThousand(outcome, Offering.Market.SPOT);
      double whole = total(outcome);
      drawing.bar(i + 0.2, i + 0.8, 0, spot, 0, outcome.title() + ", spot");
      drawing.bar(i + 0.2, i + 0.8, spot, whole, 1, outcome.title() + ", on-demand");
      drawing.above(i + 0.5, whole, Table.usd(outcome.costPerThousandJobs()));
      drawing.foot(i + 0.5, outcome.title());
    }
    drawing.legend(0, "spot");
    drawing.legend(1, "on-demand");
    return drawing.end();
  }

  private static double total(Outcome outcome) {
    return outcome.costPerThousandJobs().amount().doubleValue();
  }

  private static double perThousand(Outcome outcome, Offering.Market market) {
    Usd cost = outcome.money().byMarket().getOrDefault(market, Usd.ZERO);
    int jobs = outcome.jobs().ended();
    return jobs == 0 ? 0 : cost.amount().doubleValue() * 1000 / jobs;
  }

  /** Mean wait against cost, a point for each value; those that no other beats are joined. */
  static String sweep(Answer answer) {
    List<Answer.Swept> swept = answer.sweep();
    Drawing drawing =
        new Drawing(
            "Mean wait against cost by " + answer.sweepKey(),
            Scale.around(
                swept.stream().mapToDouble(Answer.Swept::cost).min().orElse(0),
                swept.stream().mapToDouble(Answer.Swept::cost).max().orElse(1),
                "USD per 1,000 jobs"),
            Scale.around(
                swept.stream().mapToDouble(Answer.Swept::waited).min().orElse(0),
                swept.stream().mapToDouble(Answer.Swept::waited).max().orElse(1),
                "mean wait in seconds"));
    List<Answer.Swept> best =
        answer.best().stream().sorted(Comparator.comparingDouble(Answer.Swept::cost)).toList();
    drawing.line(best.stream().map(each -> new double[] {each.cost(), each.waited()}).toList(), 2);
    for (Answer.Swept each : swept) {
      drawing.point(each.cost(), each.waited(), best.contains(each) ? 2 : 4, each.value());
    }
    drawing.legend(2, "no other has both less wait and less cost");
    drawing.legend(4, "another has");
    return drawing.end();
  }
}
