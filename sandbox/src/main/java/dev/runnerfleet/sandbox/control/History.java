package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.sandbox.core.gitlab.job.Work;
import dev.runnerfleet.sandbox.core.gitlab.project.ProjectPath;
import dev.runnerfleet.sandbox.core.gitlab.workload.Arrival;
import dev.runnerfleet.sandbox.core.gitlab.workload.JobOrder;
import dev.runnerfleet.sandbox.core.gitlab.workload.WorkloadPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads a recorded history of jobs: a header that names the columns, and a line for each job.
 * {@code queued_ms} and {@code duration_ms} are needed; {@code tags} (parted by semicolons), {@code
 * pool} (one more tag) and {@code project} go before what the request says of all jobs.
 */
final class History {
  private static final List<String> USUAL = List.of("queued_ms", "duration_ms");
  private static final List<String> KNOWN =
      List.of("queued_ms", "duration_ms", "pool", "tags", "project");
  private static final long MAX_MILLIS = Duration.ofDays(366).toMillis();

  private final JobOrder common;
  private final List<Arrival> arrivals = new ArrayList<>();
  private List<String> columns = USUAL;

  private History(JobOrder common) {
    this.common = common;
  }

  /**
   * The jobs of a history.
   *
   * @param common what they have in common unless a line says otherwise
   * @throws InvalidValueException naming the first line that cannot be read
   */
  static WorkloadPlan parse(String csv, JobOrder common) {
    var history = new History(common);
    List<String> lines = csv.lines().toList();
    for (int index = 0; index < lines.size(); index++) {
      history.read(index + 1, lines.get(index).strip());
    }
    if (history.arrivals.isEmpty()) {
      throw new InvalidValueException(
          "body", csv, "a line " + String.join(",", USUAL) + " and one for each job");
    }
    return new WorkloadPlan("history of " + common.project().value(), history.arrivals);
  }

  private void read(int number, String line) {
    if (line.isEmpty()) {
      return;
    }
    List<String> cells = Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    if (number == 1 && cells.contains("queued_ms")) {
      columns = header(line, cells);
      return;
    }
    if (cells.size() != columns.size()) {
      throw invalid(number, line);
    }
    if (arrivals.size() == Orders.MAX_COUNT) {
      throw new InvalidValueException(
          "line " + number, line, "at most " + Orders.MAX_COUNT + " jobs");
    }
    Duration queued = millis(number, line, cell(cells, "queued_ms"));
    var work = new Work.Lasting(millis(number, line, cell(cells, "duration_ms")));
    arrivals.add(new Arrival(queued, order(number, cells).with(work)));
  }

  private static List<String> header(String line, List<String> cells) {
    boolean known = KNOWN.containsAll(cells) && cells.containsAll(USUAL);
    if (!known || cells.stream().distinct().count() != cells.size()) {
      throw new InvalidValueException(
          "line 1", line, "queued_ms and duration_ms, and any of pool, tags and project");
    }
    return cells;
  }

  private String cell(List<String> cells, String column) {
    int index = columns.indexOf(column);
    return index < 0 ? "" : cells.get(index);
  }

  private JobOrder order(int number, List<String> cells) {
    List<String> tags =
        Stream.concat(Stream.of(cell(cells, "pool")), Arrays.stream(cell(cells, "tags").split(";")))
            .map(String::strip)
            .filter(tag -> !tag.isEmpty())
            .distinct()
            .toList();
    String project = cell(cells, "project");
    return new JobOrder(
        project.isEmpty() ? common.project() : path(number, project),
        common.ref(),
        common.isProtected(),
        tags.isEmpty() ? common.tags() : tags,
        common.work());
  }

  private static ProjectPath path(int number, String project) {
    try {
      return new ProjectPath(project);
    } catch (InvalidValueException e) {
      throw new InvalidValueException("line " + number, project, e.expected());
    }
  }

  private Duration millis(int number, String line, String text) {
    try {
      long millis = Long.parseLong(text);
      if (millis >= 0 && millis <= MAX_MILLIS) {
        return Duration.ofMillis(millis);
      }
    } catch (NumberFormatException e) {
      throw invalid(number, line);
    }
    throw invalid(number, line);
  }

  private InvalidValueException invalid(int number, String line) {
    String times = ", the times being whole numbers of milliseconds from 0 to a year";
    return new InvalidValueException("line " + number, line, String.join(",", columns) + times);
  }
}
