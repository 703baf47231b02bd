package dev.runnerfleet.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A pool's name, as the operator gave it. */
public record PoolName(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PoolName {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          "name", value, "lower-case letters, digits and inner hyphens, at most 63");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
