package dev.runnerfleet.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Within what AWS counts API requests: an account and a region. Launch commands of one domain share
 * a partition and so a token bucket.
 */
public record ThrottleDomain(@JsonValue String value) {

  private static final Pattern FORM = Pattern.compile("[a-z0-9-]+/[a-z0-9-]+");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ThrottleDomain {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          "throttleDomain", value, "account/region, such as self/us-east-1");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
