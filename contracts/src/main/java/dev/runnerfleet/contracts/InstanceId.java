package dev.runnerfleet.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** An EC2 instance's id. */
public record InstanceId(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("i-[0-9a-f]{8,17}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public InstanceId {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException("instanceId", value, "i- and 8 to 17 hexadecimal digits");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
