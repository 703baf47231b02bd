package dev.runnerfleet.replay.report;

import dev.runnerfleet.replay.outcome.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Charts as SVG, drawn by hand: lines and points over two axes. */
final class Chart {

  private static final int WIDTH = 860;
  private static final int HEIGHT = 260;
  private static final int LEFT = 52;
  private static final int BOTTOM = 34;
  private static final int TOP = 12;
  private static final List<String> COLOURS =
      List.of("#2f7ed8", "#d9822b", "#2e9d62", "#a44ab8", "#777777");
  private static final List<Double> WAITS =
      List.of(
          0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 45.0, 60.0, 61.0, 62.0, 65.0, 75.0, 90.0,
          120.0, 180.0, 300.0, 600.0, 1200.0, 3600.0);

  private final StringBuilder svg = new StringBuilder();
  private final double mostX;
  private final double mostY;

  private Chart(double mostX, double mostY, String titleX, String titleY) {
    this.mostX = mostX <= 0 ? 1 : mostX;
    this.mostY = mostY <= 0 ? 1 : mostY;
    svg.append(String.format(Locale.ROOT, "<svg viewBox='0 0 %d %d' role=img>%n", WIDTH, HEIGHT));
    svg.append(
        String.format(
            Locale.ROOT,
            "<path class=axis d='M%d %d V%d H%d'/>%n",
            LEFT,
            TOP,
            HEIGHT - BOTTOM,
            WIDTH - 8));
    text(WIDTH - 8, HEIGHT - 4, "end", titleX);
    text(4, TOP + 4, "start", titleY);
    for (int i = 0; i <= 4; i++) {
      text(LEFT - 6, y(this.mostY * i / 4) + 4, "end", tick(this.mostY * i / 4));
      if (i > 0) {
        text(x(this.mostX * i / 4), HEIGHT - BOTTOM + 14, "middle", tick(this.mostX * i / 4));
      }
    }
  }

  /** Jobs waiting, jobs running and machines, at their most in each stretch. */
  static String course(Outcome outcome) {
    List<int[]> most = outcome.course().most();
    double hours = outcome.course().stretch().toSeconds() / 3600.0;
    double top = most.stream().mapToDouble(Chart::highest).max().orElse(1);
    Chart chart = new Chart(most.size() * hours, top, "hours", "");
    List<String> names = List.of("waiting", "running", "machines");
    for (int series = 0; series < names.size(); series++) {
      List<double[]> points = new ArrayList<>();
      for (int i = 0; i < most.size(); i++) {
        points.add(new double[] {i * hours, most.get(i)[series]});
      }
      chart.line(points, series, names.get(series));
    }
    return chart.end();
  }

  private static double highest(int[] values) {
    return Math.max(values[0], Math.max(values[1], values[2]));
  }

  /** Which share of the jobs had begun after what wait. */
  static String waits(List<Outcome> outcomes) {
    double longest =
        outcomes.stream().mapToDouble(outcome -> outcome.waits().seconds(0.99)).max().orElse(60);
    double most = Math.max(10, longest * 1.1);
    Chart chart = new Chart(most, 100, "seconds", "% of jobs begun");
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome outcome = outcomes.get(i);
      List<double[]> points = new ArrayList<>();
      points.add(new double[] {0, 0});
      for (double seconds : WAITS) {
        if (seconds <= most) {
          Duration wait = Duration.ofMillis((long) (seconds * 1000));
          points.add(new double[] {seconds, 100 * outcome.waits().within(wait)});
        }
      }
      points.add(
          new double[] {
            most, 100 * outcome.waits().within(Duration.ofMillis((long) (most * 1000)))
          });
      chart.line(points, i, outcome.title());
    }
    return chart.end();
  }

  /** A bar for each. */
  static String costs(List<Outcome> outcomes) {
    ToDoubleFunction<Outcome> cost =
        outcome -> outcome.costPerThousandJobs().amount().doubleValue();
    double top = outcomes.stream().mapToDouble(cost).max().orElse(1);
    Chart chart = new Chart(outcomes.size(), top, "", "USD per 1,000 jobs");
    for (int i = 0; i < outcomes.size(); i++) {
      double value = cost.applyAsDouble(outcomes.get(i));
      chart.svg.append(
          String.format(
              Locale.ROOT,
              "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f'"
                  + " fill='%s'><title>%s</title></rect>%n",
              chart.x(i + 0.2),
              chart.y(value),
              chart.x(0.6) - chart.x(0),
              chart.y(0) - chart.y(value),
              COLOURS.get(i % COLOURS.size()),
              Page.escaped(outcomes.get(i).title())));
      chart.text(chart.x(i + 0.5), HEIGHT - BOTTOM + 26, "middle", outcomes.get(i).title());
    }
    return chart.end();
  }

  /** Mean wait against cost, a point for each value; the best are joined. */
  static String sweep(Answer answer) {
    double mostCost = answer.sweep().stream().mapToDouble(Answer.Swept::cost).max().orElse(1);
    double mostWait = answer.sweep().stream().mapToDouble(Answer.Swept::waited).max().orElse(1);
    Chart chart = new Chart(mostCost * 1.05, mostWait * 1.1, "USD per 1,000 jobs", "mean wait, s");
    List<double[]> best = new ArrayList<>();
    answer.best().stream()
        .sorted(java.util.Comparator.comparingDouble(Answer.Swept::cost))
        .forEach(each -> best.add(new double[] {each.cost(), each.waited()}));
    chart.line(best, 2, "best");
    for (Answer.Swept each : answer.sweep()) {
      double x = chart.x(each.cost());
      double y = chart.y(each.waited());
      chart.svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx='%.1f' cy='%.1f' r='4' fill='%s'/>%n",
              x,
              y,
              COLOURS.getFirst()));
      chart.text(x + 6, y - 6, "start", each.value());
    }
    return chart.end();
  }

  private void line(List<double[]> points, int number, String name) {
    StringBuilder path = new StringBuilder();
    for (double[] point : points) {
      path.append(path.isEmpty() ? "M" : "L")
          .append(String.format(Locale.ROOT, "%.1f %.1f", x(point[0]), y(point[1])));
    }
    String colour = COLOURS.get(number % COLOURS.size());
    svg.append(String.format(Locale.ROOT, "<path class=line stroke='%s' d='%s'/>%n", colour, path));
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x='%d' y='%d' text-anchor='end' style='fill:%s'>%s</text>%n",
            WIDTH - 10,
            TOP + 14 + 15 * number,
            colour,
            Page.escaped(name)));
  }

  private void text(double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>%n",
            x,
            y,
            anchor,
            Page.escaped(text)));
  }

  private double x(double value) {
    return LEFT + (WIDTH - 8 - LEFT) * value / mostX;
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / mostY;
  }

  private String end() {
    return svg.append("</svg>").toString();
  }

  private static String tick(double value) {
    return value >= 100 || value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
