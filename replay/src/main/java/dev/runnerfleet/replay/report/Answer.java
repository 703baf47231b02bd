package dev.runnerfleet.replay.report;

import dev.runnerfleet.replay.outcome.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a replay came to.
 *
 * @param assumptions what it went by, for people
 * @param outcomes Runnerfleet first, then what it is compared with
 * @param sweepKey empty where nothing was swept
 * @param stopped whether it was stopped before its end
 */
public record Answer(
    String trace,
    Map<String, String> assumptions,
    List<Outcome> outcomes,
    String sweepKey,
    List<Swept> sweep,
    boolean stopped) {

  public Answer {
    assumptions = new LinkedHashMap<>(assumptions);
    outcomes = List.copyOf(outcomes);
    sweep = List.copyOf(sweep);
  }

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
    json.put("stopped", stopped);
    json.put("outcomes", outcomes.stream().map(Row::of).toList());
    if (!sweep.isEmpty()) {
      json.put("sweep_key", sweepKey);
      json.put("sweep", sweep.stream().map(this::swept).toList());
    }
    return json;
  }

  private Map<String, Object> swept(Swept swept) {
    Map<String, Object> row = new LinkedHashMap<>();
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
    if (stopped) {
      text.append("Stopped before the end: what follows is what there was by then.\n");
    }
    text.append('\n').append(Table.of(outcomes));
    if (!sweep.isEmpty()) {
      text.append('\n').append(Table.align(sweepRows()));
      text.append("* no other value has both less wait and less cost\n");
    }
    return text.toString();
  }

  private List<List<String>> sweepRows() {
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
              Table.percent(outcome.waits().within(dev.runnerfleet.replay.outcome.Waits.AT_ONCE)),
              Table.ratio(outcome.time().ratio()),
              Table.number(outcome.launches()),
              Table.usd(outcome.costPerThousandJobs()),
              best().contains(each) ? "*" : ""));
    }
    return rows;
  }
}
