package dev.runnerfleet.sandbox.core.aws.run;

import java.util.List;

/** A reservation: the instances that one call of RunInstances launched. */
public record RunReply(String reservationId, List<String> instanceIds) {
  public RunReply {
    instanceIds = List.copyOf(instanceIds);
  }
}
