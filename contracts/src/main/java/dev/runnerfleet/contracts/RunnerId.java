package dev.runnerfleet.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Runnerfleet's own identity of a machine, minted by the scaler when it decides and carried by
 * every event, log line, tag and decision from then to the bill.
 */
public record RunnerId(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("[0-9a-z][0-9a-z-]{0,62}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public RunnerId {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          "runnerId", value, "lower-case letters, digits and hyphens, at most 63");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
