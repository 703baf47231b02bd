package dev.runnerfleet.replay.report;

import dev.runnerfleet.replay.outcome.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that a replay came to.
 *
 * @param assumptions what it went by, for people
 * @param outcomes Runnerfleet first, then what it is compared with
 * @param sweepKey empty where nothing was swept
 * @param stop whether it was stopped before its end
 */
public record Answer(
    String trace,
    Map<String, String> assumptions,
    List<Outcome> outcomes,
    String sweepKey,
    List<Swept> sweep,
    Stop stop) {

  private static final int MOST_TAGS = 5;

  public Answer {
    assumptions = new LinkedHashMap<>(assumptions);
    outcomes = List.copyOf(outcomes);
    sweep = List.copyOf(sweep);
  }

  /**
   * Where it was stopped.
   *
   * @param jobs of the trace
   * @param values that were to be swept
   */
  public record Stop(boolean stopped, int jobs, int values) {}

  /** What one value of the swept key came to. */
  public record Swept(String value, Outcome outcome) {

    double cost() {
      return outcome.costPerThousandJobs().amount().doubleValue();
    }

    double waited() {
      return outcome.waits().meanSeconds();
    }
  }

  /** The settings that no other beats in wait and cost both. */
  public List<Swept> best() {
    return sweep.stream()
        .filter(
            each ->
                sweep.stream()
                    .noneMatch(
                        other ->
                            other.cost() <= each.cost()
                                && other.waited() <= each.waited()
                                && (other.cost() < each.cost() || other.waited() < each.waited())))
        .toList();
  }

  /** As one JSON object. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("trace", trace);
    json.put("assumptions", assumptions);
    json.put("stopped", stop.stopped());
    json.put("trace_jobs", stop.jobs());
    json.put("outcomes", outcomes.stream().map(Row::of).toList());
    if (!sweep.isEmpty()) {
      json.put("sweep_key", sweepKey);
      json.put("sweep", sweep.stream().map(this::swept).toList());
    }
    return json;
  }

  private Map<String, @Nullable Object> swept(Swept swept) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("value", swept.value());
    row.put("best", best().contains(swept));
    row.putAll(Row.of(swept.outcome()));
    return row;
  }

  /** As text for a terminal. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    text.append(trace).append('\n');
    assumptions.forEach(
        (what, how) -> text.append("  ").append(what).append(": ").append(how).append('\n'));
    remarks().forEach(each -> text.append(each).append('\n'));
    text.append('\n').append(Table.of(outcomes));
    if (!sweep.isEmpty()) {
      text.append('\n').append(Table.align(sweepRows()));
      text.append("* no other value has both less wait and less cost\n");
    }
    return text.toString();
  }

  /** What has to be known of the figures before they are read. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (stop.stopped()) {
      remarks.add(
          "Stopped before its end: what follows is what there was by then, %s of the trace's %,d jobs%s."
              .formatted(
                  outcomes.stream()
                      .map(each -> "%s %,d".formatted(each.title(), each.jobs().queued()))
                      .collect(Collectors.joining(", ")),
                  stop.jobs(),
                  stop.values() == 0
                      ? ""
                      : " and %d of %d values of %s"
                          .formatted(sweep.size(), stop.values(), sweepKey)));
    }
    for (Outcome outcome : outcomes) {
      if (!stop.stopped() && outcome.jobs().unfinished() > 0) {
        remarks.add(
            "%s: %,d jobs never end, as nothing has happened for 32 days; is there no machine to be had?"
                .formatted(outcome.title(), outcome.jobs().unfinished()));
      }
      if (outcome.jobs().unmatched() > 0) {
        remarks.add(
            "%s: no pool or runner takes %s"
                .formatted(outcome.title(), untaken(outcome.jobs().unmatchedByTags())));
      }
    }
    return remarks;
  }

  private static String untaken(Map<String, Integer> byTags) {
    String most =
        byTags.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(MOST_TAGS)
            .map(each -> "%,d jobs with the tags %s".formatted(each.getValue(), each.getKey()))
            .collect(Collectors.joining(", "));
    return byTags.size() <= MOST_TAGS ? most : most + ", and others";
  }

  List<List<String>> sweepRows() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            sweepKey,
            "wait mean",
            "p95",
            "within 1 s",
            "per job-hour",
            "launches",
            "per 1,000 jobs",
            ""));
    for (Swept each : sweep) {
      Outcome outcome = each.outcome();
      rows.add(
          List.of(
              each.value(),
              Table.seconds(outcome.waits().meanSeconds()),
              Table.seconds(outcome.waits().seconds(0.95)),
              Table.atOnce(outcome),
              Table.ratio(outcome.time().ratio()),
              Table.number(outcome.launches()),
              Table.usd(outcome.costPerThousandJobs()),
              best().contains(each) ? "*" : ""));
    }
    return rows;
  }
}
