package dev.runnerfleet.contracts.launch;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.ThrottleDomain;
import java.time.Instant;

/** An order of the scaler's to the provisioner. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LaunchRunner.class, name = "LaunchRunner"),
  @JsonSubTypes.Type(value = RecallRunner.class, name = "RecallRunner")
})
public sealed interface LaunchCommand permits LaunchRunner, RecallRunner {

  RunnerId runner();

  PoolName pool();

  ThrottleDomain domain();

  /** When it was decided. */
  Instant at();
}
