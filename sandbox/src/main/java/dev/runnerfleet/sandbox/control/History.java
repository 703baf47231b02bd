package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.sandbox.core.gitlab.job.Work;
import dev.runnerfleet.sandbox.core.gitlab.workload.Arrival;
import dev.runnerfleet.sandbox.core.gitlab.workload.JobOrder;
import dev.runnerfleet.sandbox.core.gitlab.workload.WorkloadPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a recorded history of jobs, a line {@code queued_ms,duration_ms} for each, and plays it
 * {@code speed} times as fast: waits between jobs and the jobs themselves shrink alike.
 */
final class History {
  private static final String HEADER = "queued_ms,duration_ms";
  private static final long MAX_MILLIS = Duration.ofDays(366).toMillis();

  private final JobOrder order;
  private final double speed;
  private final List<Arrival> arrivals = new ArrayList<>();

  private History(JobOrder order, double speed) {
    this.order = order;
    this.speed = speed;
  }

  /**
   * The jobs of a history.
   *
   * @param order what they have in common
   * @throws InvalidValueException naming the first line that cannot be read
   */
  static WorkloadPlan parse(String csv, JobOrder order, double speed) {
    var history = new History(order, speed);
    List<String> lines = csv.lines().toList();
    for (int index = 0; index < lines.size(); index++) {
      history.read(index + 1, lines.get(index).strip());
    }
    if (history.arrivals.isEmpty()) {
      throw new InvalidValueException("body", csv, "a line " + HEADER + " and one for each job");
    }
    return new WorkloadPlan("history of " + order.project().value(), history.arrivals);
  }

  private void read(int number, String line) {
    if (line.isEmpty() || (number == 1 && line.equals(HEADER))) {
      return;
    }
    String[] columns = line.split(",", -1);
    if (columns.length != 2) {
      throw invalid(number, line);
    }
    if (arrivals.size() == Orders.MAX_COUNT) {
      throw new InvalidValueException(
          "line " + number, line, "at most " + Orders.MAX_COUNT + " jobs");
    }
    Duration queued = scaled(number, line, columns[0]);
    Duration duration = scaled(number, line, columns[1]);
    arrivals.add(new Arrival(queued, order.with(new Work.Lasting(duration))));
  }

  private Duration scaled(int number, String line, String text) {
    try {
      long millis = Long.parseLong(text.strip());
      if (millis >= 0 && millis <= MAX_MILLIS) {
        return Duration.ofMillis(Math.round(millis / speed));
      }
    } catch (NumberFormatException e) {
      // falls through to the refusal
    }
    throw invalid(number, line);
  }

  private static InvalidValueException invalid(int number, String line) {
    return new InvalidValueException(
        "line " + number, line, HEADER + ", two whole numbers of milliseconds from 0 to a year");
  }
}
