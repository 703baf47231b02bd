package dev.runnerfleet.contracts.runner;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** Something that became of a machine, or of a pool's power to launch machines. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RunnerLaunched.class, name = "RunnerLaunched"),
  @JsonSubTypes.Type(value = LaunchFailed.class, name = "LaunchFailed"),
  @JsonSubTypes.Type(value = RunnerRegistered.class, name = "RunnerRegistered"),
  @JsonSubTypes.Type(value = RunnerInterrupted.class, name = "RunnerInterrupted"),
  @JsonSubTypes.Type(value = RunnerDraining.class, name = "RunnerDraining"),
  @JsonSubTypes.Type(value = RunnerKept.class, name = "RunnerKept"),
  @JsonSubTypes.Type(value = RunnerTerminated.class, name = "RunnerTerminated"),
  @JsonSubTypes.Type(value = OrphanFound.class, name = "OrphanFound"),
  @JsonSubTypes.Type(value = PoolPrepared.class, name = "PoolPrepared"),
  @JsonSubTypes.Type(value = PoolStopped.class, name = "PoolStopped")
})
public sealed interface RunnerEvent
    permits RunnerLaunched,
        LaunchFailed,
        RunnerRegistered,
        RunnerInterrupted,
        RunnerDraining,
        RunnerKept,
        RunnerTerminated,
        OrphanFound,
        PoolPrepared,
        PoolStopped {

  /**
   * What keys the event in its topic: the runner id, or what stands for one where there is none.
   */
  @JsonIgnore
  String key();

  Instant at();
}
