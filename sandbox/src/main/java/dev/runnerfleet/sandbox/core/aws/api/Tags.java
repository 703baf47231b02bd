package dev.runnerfleet.sandbox.core.aws.api;

import java.util.Map;
import java.util.TreeMap;

/** AWS's rules for the tags of one resource (page "Tag your Amazon EC2 resources"). */
public final class Tags {
  private static final int MAX_TAGS = 50;
  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 256;
  private static final String RESERVED = "aws:";

  private Tags() {}

  /** Tags for a resource that is to be made. */
  public static Map<String, String> check(Map<String, String> tags) {
    return merge(Map.of(), tags);
  }

  /** What a resource is tagged with once {@code added} is put over {@code present}. */
  public static Map<String, String> merge(Map<String, String> present, Map<String, String> added) {
    added.forEach(Tags::check);
    var merged = new TreeMap<>(present);
    merged.putAll(added);
    long own = merged.keySet().stream().filter(key -> !isReserved(key)).count();
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
    refuseReserved(key);
    if (value.length() > MAX_VALUE) {
      throw Refusal.invalid("Tag.Value", value, "Tag values have at most 256 characters.");
    }
  }

  /** AWS keeps keys of its own, which count towards no limit. */
  public static boolean isReserved(String key) {
    return key.startsWith(RESERVED);
  }

  public static void refuseReserved(String key) {
    if (isReserved(key)) {
      throw new Refusal(
          "InvalidParameterValue",
          "Value ( "
              + key
              + " ) for parameter key is invalid. Tag keys starting with 'aws:' are"
              + " reserved for internal use");
    }
  }
}
