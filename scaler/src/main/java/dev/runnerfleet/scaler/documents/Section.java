package dev.runnerfleet.scaler.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.Usd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A mapping within a document, read key by key; whatever is wrong is said with the key's full path.
 *
 * @param path where it stands, such as {@code pools[0].capacity}; empty for the whole document
 */
record Section(String path, JsonNode node) {

  /** The mapping at a path, holding no other keys than those given. */
  static Section of(String path, JsonNode node, Set<String> keys) {
    if (!node.isObject()) {
      throw new InvalidValueException(
          path.isEmpty() ? "document" : path, shown(node), "a mapping of " + sorted(keys));
    }
    Section section = new Section(path, node);
    for (String key : (Iterable<String>) node::fieldNames) {
      if (!keys.contains(key)) {
        throw new InvalidValueException(
            section.at(key),
            shown(node.path(key)),
            "no such key%s, but one of %s"
                .formatted(
                    Spelling.nearest(key, keys)
                        .map(near -> " (did you mean " + near + "?)")
                        .orElse(""),
                    sorted(keys)));
      }
    }
    return section;
  }

  String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  boolean has(String key) {
    return !node.path(key).isMissingNode() && !node.path(key).isNull();
  }

  /** The value, or null where the key is absent. */
  JsonNode get(String key) {
    return node.path(key);
  }

  /** The mapping under a key; an empty one where the key is absent. */
  Section section(String key, Set<String> keys) {
    JsonNode value = has(key) ? node.get(key) : JsonNodeFactory.instance.objectNode();
    return of(at(key), value, keys);
  }

  <T> T required(String key, Optional<T> value, String expected) {
    return value.orElseThrow(() -> InvalidValueException.missing(at(key), expected));
  }

  Optional<String> text(String key, String expected) {
    return has(key) ? Optional.of(textOf(at(key), node.get(key), expected)) : Optional.empty();
  }

  Optional<Integer> number(String key, int least) {
    if (!has(key)) {
      return Optional.empty();
    }
    JsonNode value = node.get(key);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
      throw wrong(key, "a whole number from " + least);
    }
    return Optional.of(value.intValue());
  }

  Optional<Long> id(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    JsonNode value = node.get(key);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 1) {
      throw wrong(key, "a whole number from 1");
    }
    return Optional.of(value.longValue());
  }

  Optional<Double> share(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    double value = node.get(key).isNumber() ? node.get(key).doubleValue() : -1;
    if (!(value >= 0 && value <= 1)) {
      throw wrong(key, "a number from 0 to 1");
    }
    return Optional.of(value);
  }

  Optional<Double> factor(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (!node.get(key).isNumber() || !(node.get(key).doubleValue() >= 0)) {
      throw wrong(key, "a number of zero or more");
    }
    return Optional.of(node.get(key).doubleValue());
  }

  Optional<Integer> whole(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (!node.get(key).isIntegralNumber() || !node.get(key).canConvertToInt()) {
      throw wrong(key, "a whole number");
    }
    return Optional.of(node.get(key).intValue());
  }

  /** A mapping of the operator's own words to texts. */
  Map<String, String> map(String key, String expected) {
    if (!has(key)) {
      return Map.of();
    }
    if (!node.get(key).isObject()) {
      throw wrong(key, expected);
    }
    Map<String, String> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : node.get(key).properties()) {
      if (!entry.getValue().isTextual()) {
        throw new InvalidValueException(
            at(key) + "." + entry.getKey(), shown(entry.getValue()), "a text");
      }
      values.put(entry.getKey(), entry.getValue().textValue());
    }
    return values;
  }

  Optional<Usd> money(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    JsonNode value = node.get(key);
    if (!value.isNumber() || value.decimalValue().signum() < 0) {
      throw wrong(key, "an amount in US dollars of zero or more");
    }
    return Optional.of(new Usd(value.decimalValue()));
  }

  Optional<Boolean> bool(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (!node.get(key).isBoolean()) {
      throw wrong(key, "true or false");
    }
    return Optional.of(node.get(key).booleanValue());
  }

  Optional<Duration> duration(String key) {
    return text(key, Durations.FORM)
        .map(
            text ->
                Durations.parse(text)
                    .filter(duration -> !duration.isNegative())
                    .orElseThrow(() -> wrong(key, Durations.FORM)));
  }

  <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    String expected =
        "one of "
            + String.join(", ", Arrays.stream(type.getEnumConstants()).map(Section::word).toList());
    return text(key, expected)
        .map(
            text ->
                Arrays.stream(type.getEnumConstants())
                    .filter(each -> word(each).equals(text))
                    .findFirst()
                    .orElseThrow(() -> wrong(key, expected)));
  }

  List<String> texts(String key, String expected) {
    return list(key, "a list of " + expected, item -> textOf(item.path(), item.node(), expected));
  }

  <T> List<T> list(String key, String expected, Function<Section, T> reader) {
    if (!has(key)) {
      return List.of();
    }
    if (!node.get(key).isArray()) {
      throw wrong(key, expected);
    }
    List<T> items = new ArrayList<>();
    for (JsonNode item : node.get(key)) {
      items.add(reader.apply(new Section(at(key) + "[" + items.size() + "]", item)));
    }
    return items;
  }

  InvalidValueException wrong(String key, String expected) {
    return new InvalidValueException(at(key), shown(node.get(key)), expected);
  }

  /** How a constant is written in a document: in kebab case. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String textOf(String path, JsonNode value, String expected) {
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw new InvalidValueException(path, shown(value), expected);
    }
    return value.textValue();
  }

  private static Object shown(JsonNode value) {
    return value.isTextual() ? value.textValue() : value;
  }

  private static String sorted(Set<String> keys) {
    return String.join(", ", keys.stream().sorted().toList());
  }
}
