package dev.runnerfleet.replay.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object a line, as {@code ./fleet export} writes them: {@code queued}, {@code started} and
 * {@code finished} as ISO 8601 times, {@code tags}, {@code project}; what else is there is passed
 * over.
 */
final class JsonTrace {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Instant LATEST = Instant.parse("2999-12-31T23:59:59Z");
  private static final String TIME = "a time such as 2026-01-05T08:00:00Z";

  private final String file;
  private final Map<Set<String>, Set<String>> tags = new HashMap<>();

  private JsonTrace(String file) {
    this.file = file;
  }

  static Trace read(String file, String first, BufferedReader rest) throws IOException {
    return new JsonTrace(file).read(first, rest);
  }

  private Trace read(String first, BufferedReader rest) throws IOException {
    List<TracedJob> jobs = new ArrayList<>();
    long number = 0;
    for (String line = first; line != null; line = rest.readLine()) {
      number++;
      if (!line.isBlank()) {
        jobs.add(job(number, line));
      }
    }
    return new Trace(file, jobs);
  }

  private TracedJob job(long number, String line) {
    JsonNode json = parse(number, line);
    Instant queued = time(number, json, "queued");
    Instant started = time(number, json, "started");
    Instant finished = time(number, json, "finished");
    if (started.isBefore(queued)) {
      throw wrong(number, "started", json, "no time before queued");
    }
    if (finished.isBefore(started)) {
      throw wrong(number, "finished", json, "no time before started");
    }
    if (Duration.between(started, finished).compareTo(CsvTrace.LONGEST) > 0) {
      throw wrong(number, "finished", json, "no time more than ten years after started");
    }
    JsonNode project = json.path("project");
    return new TracedJob(
        queued,
        Duration.between(started, finished),
        tags(number, json),
        project.isMissingNode() || project.isNull() ? "" : project.asText());
  }

  private JsonNode parse(long number, String line) {
    TraceFile.requireText(file, number, line);
    try {
      JsonNode json = JSON.readTree(line);
      if (json.isObject()) {
        return json;
      }
      throw new WrongTraceException(file, number, "1", line, "a JSON object");
    } catch (JsonProcessingException e) {
      int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
      throw new WrongTraceException(file, number, String.valueOf(column), line, "a JSON object");
    }
  }

  private Instant time(long number, JsonNode json, String field) {
    try {
      Instant time = OffsetDateTime.parse(json.path(field).asText()).toInstant();
      if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
        throw wrong(number, field, json, TIME);
      }
      return time;
    } catch (DateTimeException e) {
      throw wrong(number, field, json, TIME);
    }
  }

  private Set<String> tags(long number, JsonNode json) {
    JsonNode field = json.path("tags");
    if (field.isMissingNode() || field.isNull()) {
      return Set.of();
    }
    Set<String> read = new HashSet<>();
    for (JsonNode tag : field) {
      read.add(tag.asText());
    }
    if (!field.isArray()) {
      throw wrong(number, "tags", json, "a list of texts");
    }
    Set<String> known = tags.putIfAbsent(read, read);
    return known == null ? read : known;
  }

  private WrongTraceException wrong(
      long number, String field, JsonNode json, @Nullable String expected) {
    return new WrongTraceException(
        file, number, field, json.path(field).asText(), String.valueOf(expected));
  }
}
