package dev.runnerfleet.sandbox.core.aws.api;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A Describe call's filter: the thing has, under this name, one of these values (with wildcards).
 */
public record Filter(String name, List<String> values) {
  private static final int MAX_FILTERS = 50;
  private static final int MAX_VALUES = 200;

  public Filter {
    values = List.copyOf(values);
  }

  /**
   * All filters at once. {@code tag:KEY} and {@code tag-key} work on anything that has tags.
   *
   * @param attributes the filter names that the call knows, and what they look at
   * @throws Refusal InvalidParameterValue for a name that is not known
   */
  public static <T> Predicate<T> all(
      List<Filter> filters,
      Map<String, Function<T, Stream<String>>> attributes,
      Function<T, Map<String, String>> tags) {
    if (filters.size() > MAX_FILTERS
        || filters.stream().anyMatch(filter -> filter.values().size() > MAX_VALUES)) {
      throw new Refusal(
          "FilterLimitExceeded", "The request uses too many filters or too many filter values.");
    }
    Predicate<T> all = thing -> true;
    for (Filter filter : filters) {
      var attribute = filter.attribute(attributes, tags);
      var wanted = Wildcard.anyOf(filter.values());
      all = all.and(thing -> attribute.apply(thing).anyMatch(wanted));
    }
    return all;
  }

  private <T> Function<T, Stream<String>> attribute(
      Map<String, Function<T, Stream<String>>> attributes, Function<T, Map<String, String>> tags) {
    if (name.startsWith("tag:")) {
      String key = name.substring("tag:".length());
      return thing -> Stream.ofNullable(tags.apply(thing).get(key));
    }
    if (name.equals("tag-key")) {
      return thing -> tags.apply(thing).keySet().stream();
    }
    var attribute = attributes.get(name);
    if (attribute == null) {
      throw new Refusal("InvalidParameterValue", "The filter '" + name + "' is invalid");
    }
    return attribute;
  }
}
