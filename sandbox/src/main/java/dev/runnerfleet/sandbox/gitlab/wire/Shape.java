package dev.runnerfleet.sandbox.gitlab.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object as GitLab writes it: fields in order, null where there is nothing. */
public final class Shape {
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  public Shape with(String field, @Nullable Object value) {
    fields.put(field, value);
    return this;
  }

  /** All fields of another, after those that are there. */
  public Shape withAll(Shape other) {
    fields.putAll(other.fields);
    return this;
  }

  @JsonValue
  public Map<String, @Nullable Object> fields() {
    return fields;
  }
}
