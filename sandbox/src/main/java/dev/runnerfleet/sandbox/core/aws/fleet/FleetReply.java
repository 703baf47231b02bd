package dev.runnerfleet.sandbox.core.aws.fleet;

import java.util.List;

/** What became of an order: instances and errors, often both. */
public record FleetReply(String fleetId, List<FleetLaunch> launches, List<FleetError> errors) {
  public FleetReply {
    launches = List.copyOf(launches);
    errors = List.copyOf(errors);
  }

  public List<String> instanceIds() {
    return launches.stream().flatMap(launch -> launch.instanceIds().stream()).toList();
  }
}
