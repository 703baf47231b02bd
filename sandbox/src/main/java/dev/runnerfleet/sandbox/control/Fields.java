package dev.runnerfleet.sandbox.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runnerfleet.contracts.InvalidValueException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A JSON object whose fields are read one by one, so that whatever is wrong is named by its path
 * and value.
 */
final class Fields {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration LONGEST = Duration.ofDays(366);

  private final JsonNode object;
  private final String path;
  private final Set<String> read = new HashSet<>();

  private Fields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /** Reads an object that must have no other fields than those asked for. */
  static <T> T parse(String body, Function<Fields, T> reader) {
    return within(tree(body), "", reader);
  }

  private static JsonNode tree(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new InvalidValueException(
          "body",
          at == null
              ? "too deep, too long, or too large in a number"
              : "broken at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()),
          "well-formed JSON");
    }
  }

  private static <T> T within(JsonNode node, String path, Function<Fields, T> reader) {
    if (!node.isObject()) {
      throw new InvalidValueException(path.isEmpty() ? "body" : path, node, "a JSON object");
    }
    var fields = new Fields(node, path);
    T value = reader.apply(fields);
    fields.expectNoOther();
    return value;
  }

  private void expectNoOther() {
    for (var field : object.properties()) {
      if (!read.contains(field.getKey())) {
        throw new InvalidValueException(
            at(field.getKey()), field.getValue(), "one of " + read.stream().sorted().toList());
      }
    }
  }

  private String at(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private Optional<JsonNode> node(String field) {
    read.add(field);
    return Optional.ofNullable(object.get(field)).filter(node -> !node.isNull());
  }

  /** Says of a field that its value cannot be taken. */
  InvalidValueException invalid(String field, String expected) {
    return new InvalidValueException(at(field), object.get(field), expected);
  }

  boolean has(String field) {
    return node(field).isPresent();
  }

  /** Whether the field holds an object, rather than a value or nothing. */
  boolean hasObject(String field) {
    return node(field).filter(JsonNode::isObject).isPresent();
  }

  Optional<String> text(String field) {
    return node(field)
        .map(
            node -> {
              if (!node.isTextual() || node.asText().isBlank()) {
                throw invalid(field, "a text");
              }
              return node.asText();
            });
  }

  Optional<Boolean> flag(String field) {
    return node(field)
        .map(
            node -> {
              if (!node.isBoolean()) {
                throw invalid(field, "true or false");
              }
              return node.asBoolean();
            });
  }

  Optional<Long> number(String field, long min, long max) {
    return node(field)
        .map(
            node -> {
              boolean inRange = node.canConvertToLong() && node.isIntegralNumber();
              if (!inRange || node.asLong() < min || node.asLong() > max) {
                throw invalid(field, "a whole number from " + min + " to " + max);
              }
              return node.asLong();
            });
  }

  Optional<Double> decimal(String field, double min, double max) {
    return node(field)
        .map(
            node -> {
              if (!node.isNumber() || node.asDouble() < min || node.asDouble() > max) {
                throw invalid(field, "a number from " + min + " to " + max);
              }
              return node.asDouble();
            });
  }

  /** Not negative, and at most a year. */
  Optional<Duration> duration(String field) {
    return text(field)
        .map(
            text ->
                parsed(text)
                    .filter(duration -> !duration.isNegative())
                    .orElseThrow(
                        () ->
                            invalid(
                                field, "an ISO 8601 duration such as PT90S, from PT0S to P366D")));
  }

  /** At most a year in either direction. */
  Optional<Duration> signedDuration(String field) {
    return text(field)
        .map(
            text ->
                parsed(text)
                    .orElseThrow(
                        () ->
                            invalid(
                                field, "an ISO 8601 duration such as PT5M or -PT5M, up to P366D")));
  }

  private static Optional<Duration> parsed(String text) {
    try {
      Duration duration = Duration.parse(text);
      return Optional.of(duration).filter(d -> d.abs().compareTo(LONGEST) <= 0);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** A list of texts, empty where there is none. */
  List<String> texts(String field) {
    var texts = new ArrayList<String>();
    for (JsonNode element : elements(field)) {
      if (!element.isTextual() || element.asText().isBlank()) {
        throw invalid(field, "a list of texts");
      }
      texts.add(element.asText());
    }
    return texts;
  }

  /** A list of objects, empty where there is none. */
  <T> List<T> objects(String field, Function<Fields, T> reader) {
    var values = new ArrayList<T>();
    for (JsonNode element : elements(field)) {
      values.add(within(element, at(field) + "[" + values.size() + "]", reader));
    }
    return values;
  }

  private Iterable<JsonNode> elements(String field) {
    JsonNode list = node(field).orElseGet(JSON::createArrayNode);
    if (!list.isArray()) {
      throw invalid(field, "a list");
    }
    return list;
  }

  <T> Optional<T> object(String field, Function<Fields, T> reader) {
    return node(field).map(node -> within(node, at(field), reader));
  }
}
