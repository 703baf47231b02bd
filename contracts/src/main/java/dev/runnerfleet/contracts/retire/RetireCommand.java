package dev.runnerfleet.contracts.retire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import java.time.Instant;

/** An order of the scaler's to the reaper. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DrainRunner.class, name = "DrainRunner"),
  @JsonSubTypes.Type(value = TerminateRunner.class, name = "TerminateRunner")
})
public sealed interface RetireCommand permits DrainRunner, TerminateRunner {

  RunnerId runner();

  PoolName pool();

  RetirementReason reason();

  /** When it was decided. */
  Instant at();
}
