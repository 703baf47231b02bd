package dev.runnerfleet.sandbox.ec2.wire;

import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parameters of one request, such as {@code Filter.1.Value.2}, in order of their names. */
public record Form(NavigableMap<String, String> parameters) {
  public Form {
    parameters = Collections.unmodifiableNavigableMap(new TreeMap<>(parameters));
  }

  /** Reads a body of type {@code application/x-www-form-urlencoded}. */
  public static Form parse(String body) {
    var parameters = new TreeMap<String, String>();
    for (String pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        parameters.put(
            decode(equals < 0 ? pair : pair.substring(0, equals)),
            decode(equals < 0 ? "" : pair.substring(equals + 1)));
      }
    }
    return new Form(parameters);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal("MalformedQueryString", "The query string contains a syntax error.");
    }
  }

  public @Nullable String get(String name) {
    return parameters.get(name);
  }

  /** Whether there is a parameter of this name or below it. */
  boolean has(String name) {
    if (parameters.containsKey(name)) {
      return true;
    }
    String below = parameters.ceilingKey(name + ".");
    return below != null && below.startsWith(name + ".");
  }

  /** The parameters below {@code name}, without it. */
  public Form below(String name) {
    String prefix = name + ".";
    var found = new TreeMap<String, String>();
    SortedMap<String, String> from = parameters.tailMap(prefix);
    for (var entry : from.entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      found.put(entry.getKey().substring(prefix.length()), entry.getValue());
    }
    return new Form(found);
  }
}
