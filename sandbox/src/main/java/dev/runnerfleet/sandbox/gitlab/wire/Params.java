package dev.runnerfleet.sandbox.gitlab.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request's parameters. GitLab takes each from the query, a form or a JSON object alike; a field
 * of an object within is named by both names with a dot between.
 */
public final class Params {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private Params() {}

  /** From the query alone. */
  public static Params of(UriInfo uri) {
    var params = new Params();
    uri.getQueryParameters().forEach((name, values) -> values.forEach(v -> params.add(name, v)));
    return params;
  }

  /**
   * From the query and a body, which is a JSON object or else a form.
   *
   * @throws GitLabError for broken JSON
   */
  public static Params of(UriInfo uri, String body) {
    var params = of(uri);
    if (body.stripLeading().startsWith("{")) {
      params.addJson(body);
    } else {
      params.addForm(body);
    }
    return params;
  }

  private void addJson(String body) {
    try {
      JSON.readTree(body).properties().forEach(field -> addField(field.getKey(), field.getValue()));
    } catch (JsonProcessingException e) {
      throw GitLabError.error(400, "The request body is not valid JSON");
    }
  }

  private void addField(String name, JsonNode value) {
    if (value.isObject()) {
      value.properties().forEach(field -> addField(name + "." + field.getKey(), field.getValue()));
    } else if (value.isArray()) {
      values.put(name, new ArrayList<>());
      value.forEach(element -> add(name, element.asText()));
    } else if (!value.isNull()) {
      add(name, value.asText());
    }
  }

  private void addForm(String body) {
    for (String pair : body.strip().split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        add(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw GitLabError.error(400, "The request body is not a valid form");
    }
  }

  private void add(String name, String value) {
    String plain = name.endsWith("[]") ? name.substring(0, name.length() - 2) : name;
    values.computeIfAbsent(plain, unused -> new ArrayList<>()).add(value);
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public Optional<String> text(String name) {
    return values.getOrDefault(name, List.of()).stream().reduce((first, last) -> last);
  }

  public String required(String name) {
    return text(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> GitLabError.missing(name));
  }

  /** Every value; a single text may hold several, parted by commas. */
  public Optional<List<String>> list(String name) {
    return Optional.ofNullable(values.get(name)).map(Params::split);
  }

  private static List<String> split(List<String> values) {
    return values.stream()
        .flatMap(value -> Stream.of(value.split(",")))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  public Optional<Boolean> flag(String name) {
    return text(name)
        .map(
            value ->
                switch (value) {
                  case "true", "1", "t", "on", "yes" -> true;
                  case "false", "0", "f", "off", "no" -> false;
                  default -> throw GitLabError.invalid(name);
                });
  }

  public Optional<Long> number(String name) {
    return text(name).map(value -> id(name, value));
  }

  /** A number that stands for itself, such as an id in a path. */
  public static long id(String name, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw GitLabError.invalid(name);
    }
  }

  /** A member of an enumeration, by the lower-case name that GitLab knows it by. */
  public <E extends Enum<E>> Optional<E> oneOf(String name, Class<E> type) {
    return text(name).map(value -> member(name, value, type));
  }

  private static <E extends Enum<E>> E member(String name, String value, Class<E> type) {
    for (E each : type.getEnumConstants()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(value)) {
        return each;
      }
    }
    throw GitLabError.notOneOf(name);
  }
}
