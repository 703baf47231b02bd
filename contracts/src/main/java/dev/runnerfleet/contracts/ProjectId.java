package dev.runnerfleet.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A GitLab project's id, unique within the GitLab instance. */
public record ProjectId(@JsonValue long value) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ProjectId {
    if (value <= 0) {
      throw new InvalidValueException("projectId", value, "a positive number");
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
