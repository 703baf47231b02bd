package dev.runnerfleet.sandbox.core.aws.fleet;

import java.util.List;
import java.util.stream.Stream;

/** What became of an order: instances and errors, often both. */
public record FleetReply(String fleetId, List<FleetLaunch> launches, List<FleetError> errors) {
  public FleetReply {
    launches = List.copyOf(launches);
    errors = List.copyOf(errors);
  }

  Stream<String> instanceIds() {
    return launches.stream().flatMap(launch -> launch.instanceIds().stream());
  }
}
