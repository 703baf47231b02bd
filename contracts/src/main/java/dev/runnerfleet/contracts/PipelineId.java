package dev.runnerfleet.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A GitLab pipeline's id, unique within the GitLab instance. */
public record PipelineId(@JsonValue long value) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PipelineId {
    if (value <= 0) {
      throw new InvalidValueException("pipelineId", value, "a positive number");
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
