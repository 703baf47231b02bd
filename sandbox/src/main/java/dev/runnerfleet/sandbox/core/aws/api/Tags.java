package dev.runnerfleet.sandbox.core.aws.api;

import java.util.Map;
import java.util.TreeMap;

/** AWS's rules for the tags of one resource (page "Tag your Amazon EC2 resources"). */
public final class Tags {
  private static final int MAX_TAGS = 50;
  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 256;

  private Tags() {}

  /** What a resource is tagged with once {@code added} is put over {@code present}. */
  public static Map<String, String> merge(Map<String, String> present, Map<String, String> added) {
    added.forEach(Tags::check);
    var merged = new TreeMap<>(present);
    merged.putAll(added);
    long own = merged.keySet().stream().filter(key -> !key.startsWith("aws:")).count();
    if (own > MAX_TAGS) {
      throw new Refusal(
          "TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
    }
    return Map.copyOf(merged);
  }

  private static void check(String key, String value) {
    if (key.isEmpty() || key.length() > MAX_KEY) {
      throw Refusal.invalid("Tag.Key", key, "Tag keys have 1 to 128 characters.");
    }
    if (key.startsWith("aws:")) {
      throw new Refusal(
          "InvalidParameterValue",
          "Value ( "
              + key
              + " ) for parameter key is invalid. Tag keys starting with 'aws:' are"
              + " reserved for internal use");
    }
    if (value.length() > MAX_VALUE) {
      throw Refusal.invalid("Tag.Value", value, "Tag values have at most 256 characters.");
    }
  }
}
