package dev.runnerfleet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runnerfleet.launcher.Part;
import dev.runnerfleet.launcher.Stack;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metrics that dashboards and alert rules name, and those that the services have. */
final class NamedMetrics {

  /** What a query may name besides functions and labels: our own metrics, and Quarkus's. */
  private static final Pattern METRIC =
      Pattern.compile(
          "\\b(?:runnerfleet|http_server|jvm|process|kafka|worker_pool|system)_[a-z0-9_]+\\b");

  private static final Pattern ALERT_EXPRESSION =
      Pattern.compile("^\\s*expr:\\s*(.+(?:\\n\\s{10,}.+)*)", Pattern.MULTILINE);

  private NamedMetrics() {}

  /** Every query of every dashboard and alert rule under {@code deploy}. */
  static List<String> queries() throws IOException {
    List<String> queries = new ArrayList<>();
    for (Path file : filesUnderDeploy()) {
      String text = Files.readString(file);
      if (file.toString().endsWith(".json")) {
        for (JsonNode expression : new ObjectMapper().readTree(text).findValues("expr")) {
          queries.add(expression.asText());
        }
      } else if (text.contains("alert:")) {
        ALERT_EXPRESSION.matcher(text).results().forEach(found -> queries.add(found.group(1)));
      }
    }
    return queries;
  }

  static Set<String> in(String query) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = METRIC.matcher(query);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }

  /** Every sample name that the services' Prometheus endpoints have now. */
  static Set<String> existing(Stack stack) throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (Part part : Part.values()) {
        if (part.isApplication()) {
          HttpRequest request =
              HttpRequest.newBuilder(stack.address(part).resolve("/q/metrics")).build();
          client
              .send(request, HttpResponse.BodyHandlers.ofLines())
              .body()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split("[{ ]", 2)[0])
              .forEach(names::add);
        }
      }
    }
    return names;
  }

  private static List<Path> filesUnderDeploy() throws IOException {
    try (Stream<Path> files = Files.walk(Repository.root().resolve("deploy"))) {
      return files.filter(each -> each.toString().matches(".*\\.(json|ya?ml)")).toList();
    }
  }
}
