package dev.runnerfleet.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The scaler's identity of one decision; what it was made from can be read under it. */
public record DecisionId(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("[0-9a-z][0-9a-z-]{0,62}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public DecisionId {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          "decisionId", value, "lower-case letters, digits and hyphens, at most 63");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
