package dev.runnerfleet.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The id that GitLab gave to a runner when it was created; one per machine. */
public record GitLabRunnerId(@JsonValue long value) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public GitLabRunnerId {
    if (value <= 0) {
      throw new InvalidValueException("gitLabRunnerId", value, "a positive number");
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
