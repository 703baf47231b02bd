package dev.runnerfleet.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A GitLab job's id, unique within the GitLab instance. */
public record JobId(@JsonValue long value) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public JobId {
    if (value <= 0) {
      throw new InvalidValueException("jobId", value, "a positive number");
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
