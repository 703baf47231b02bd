package dev.runnerfleet.replay.report;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.replay.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One HTML page that needs nothing beside itself. */
public final class Page {

  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}
      h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.5rem}
      table{border-collapse:collapse;font-variant-numeric:tabular-nums}
      td,th{padding:.15rem .8rem .15rem 0;text-align:right;border-bottom:1px solid #8884}
      td:first-child,th:first-child{text-align:left}
      svg{width:100%;height:auto}
      svg text{font:11px system-ui,sans-serif;fill:currentColor}
      .part{padding-left:1rem}
      .grid{stroke:currentColor;stroke-opacity:.12;fill:none}
      .axis{stroke:currentColor;stroke-opacity:.35;fill:none}
      .line{fill:none;stroke-width:1.6}
      .scroll{overflow-x:auto}
      """;

  private Page() {}

  public static String of(Answer answer) {
    StringBuilder body = new StringBuilder();
    body.append("<h1>Replay of ").append(escaped(answer.trace())).append("</h1>\n<p>");
    body.append(
        answer.assumptions().entrySet().stream()
            .map(each -> escaped(each.getKey() + ": " + each.getValue()))
            .collect(Collectors.joining("<br>")));
    body.append("</p>\n");
    answer.remarks().forEach(each -> body.append("<p>").append(escaped(each)).append("</p>\n"));
    section(body, "Figures", table(Table.rows(answer.outcomes())));
    for (Outcome outcome : answer.outcomes()) {
      if (!outcome.course().most().isEmpty()) {
        section(body, outcome.title() + ": queue and machines over time", Chart.course(outcome));
      }
    }
    section(body, "How long jobs waited", Chart.waits(answer.outcomes()));
    section(body, "Cost", costs(answer.outcomes()));
    if (!answer.sweep().isEmpty()) {
      section(
          body,
          "Wait against cost by " + answer.sweepKey(),
          Chart.sweep(answer) + best(answer) + table(answer.sweepRows()));
    }
    return "<!doctype html>\n<html lang=en><meta charset=utf-8>"
        + "<meta name=viewport content='width=device-width'><title>Replay</title>\n<style>\n"
        + STYLE
        + "</style>\n<body>\n"
        + body
        + "</body></html>\n";
  }

  private static void section(StringBuilder body, String title, String content) {
    body.append("<h2>").append(escaped(title)).append("</h2>\n").append(content).append('\n');
  }

  private static String table(List<List<String>> rows) {
    StringBuilder table = new StringBuilder("<div class=scroll><table>\n");
    String tag = "th";
    for (List<String> row : rows) {
      table.append("<tr>");
      for (String cell : row) {
        table.append('<').append(tag);
        table.append(cell.startsWith(" ") ? " class=part>" : ">");
        table.append(escaped(cell.strip())).append("</").append(tag).append('>');
      }
      table.append("</tr>\n");
      tag = "td";
    }
    return table.append("</table></div>").toString();
  }

  private static String costs(List<Outcome> outcomes) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "spot", "on-demand", "together", "the same all on-demand", "saving"));
    for (Outcome outcome : outcomes) {
      Map<Offering.Market, Usd> costs = outcome.money().byMarket();
      rows.add(
          List.of(
              outcome.title(),
              Table.usd(costs.getOrDefault(Offering.Market.SPOT, Usd.ZERO)),
              Table.usd(costs.getOrDefault(Offering.Market.ON_DEMAND, Usd.ZERO)),
              Table.usd(outcome.money().total()),
              Table.usd(outcome.money().onDemand()),
              Table.percent(outcome.money().saving())));
    }
    return Chart.costs(outcomes) + table(rows);
  }

  private static String best(Answer answer) {
    return "<p>No other value has both less wait and less cost than: <strong>"
        + answer.best().stream()
            .map(each -> escaped(each.value()))
            .collect(Collectors.joining("</strong>, <strong>"))
        + "</strong>.</p>";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
