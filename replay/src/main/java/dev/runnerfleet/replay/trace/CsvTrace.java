package dev.runnerfleet.replay.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lines of {@code queued_ms,duration_ms} and, where wanted, {@code tags} (parted by blanks) and
 * {@code project}, in the order that the first line gives. Times count from the trace's start, a
 * Monday's midnight UTC, so that schedules mean something.
 */
final class CsvTrace {

  static final String HEADER_EXPECTED =
      "the columns queued_ms and duration_ms, beside them tags and project if wanted";

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final Set<String> COLUMNS = Set.of("queued_ms", "duration_ms", "tags", "project");
  static final Duration LONGEST = Duration.ofDays(3660);

  private final String file;
  private final List<String> header;
  private final Map<String, Set<String>> tags = new HashMap<>();
  private final Map<String, String> projects = new HashMap<>();

  private CsvTrace(String file, List<String> header) {
    this.file = file;
    this.header = header;
  }

  static Trace read(String file, String first, BufferedReader rest) throws IOException {
    TraceFile.requireText(file, 1, first);
    List<String> header = Arrays.stream(first.split(",", -1)).map(String::strip).toList();
    for (String column : header) {
      if (!COLUMNS.contains(column)) {
        throw new WrongTraceException(
            file, 1, String.valueOf(header.indexOf(column) + 1), column, HEADER_EXPECTED);
      }
    }
    boolean complete = header.containsAll(List.of("queued_ms", "duration_ms"));
    if (!complete || new HashSet<>(header).size() < header.size()) {
      throw new WrongTraceException(file, 1, "1", first, HEADER_EXPECTED + ", each once");
    }
    return new CsvTrace(file, header).read(rest);
  }

  private Trace read(BufferedReader rest) throws IOException {
    List<TracedJob> jobs = new ArrayList<>();
    long number = 1;
    for (String line = rest.readLine(); line != null; line = rest.readLine()) {
      number++;
      if (!line.isBlank()) {
        jobs.add(job(number, line));
      }
    }
    return new Trace(file, jobs);
  }

  private TracedJob job(long number, String line) {
    TraceFile.requireText(file, number, line);
    int quote = line.indexOf('"');
    if (quote >= 0) {
      long column = 1 + line.substring(0, quote).chars().filter(each -> each == ',').count();
      throw new WrongTraceException(
          file,
          number,
          String.valueOf(column),
          line,
          "values without quotes; tags are parted by blanks");
    }
    String[] cells = line.split(",", -1);
    if (cells.length != header.size()) {
      int at = Math.min(cells.length, header.size());
      throw new WrongTraceException(
          file, number, String.valueOf(at), line, header.size() + " columns");
    }
    long queued = 0;
    long duration = 0;
    Set<String> jobTags = Set.of();
    String project = "";
    for (int i = 0; i < cells.length; i++) {
      String cell = cells[i].strip();
      switch (header.get(i)) {
        case "queued_ms" -> queued = millis(number, "queued_ms", cell);
        case "duration_ms" -> duration = millis(number, "duration_ms", cell);
        case "tags" -> jobTags = tags.computeIfAbsent(cell, CsvTrace::tags);
        case "project" -> project = projects.computeIfAbsent(cell, same -> same);
        default -> throw new IllegalStateException("A column that was not checked");
      }
    }
    return new TracedJob(START.plusMillis(queued), Duration.ofMillis(duration), jobTags, project);
  }

  private static Set<String> tags(String cell) {
    return cell.isEmpty() ? Set.of() : new HashSet<>(List.of(cell.split("\\s+")));
  }

  private long millis(long line, String column, String cell) {
    try {
      long millis = Long.parseLong(cell);
      if (millis >= 0 && millis <= LONGEST.toMillis()) {
        return millis;
      }
    } catch (NumberFormatException e) {
      throw wrong(line, column, cell);
    }
    throw wrong(line, column, cell);
  }

  private WrongTraceException wrong(long line, String column, String cell) {
    return new WrongTraceException(
        file, line, column, cell, "a whole number of milliseconds, from 0 to ten years");
  }
}
