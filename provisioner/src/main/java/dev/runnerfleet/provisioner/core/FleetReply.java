package dev.runnerfleet.provisioner.core;

import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.runner.Offering;
import java.util.List;

/** What CreateFleet answered: machines, errors, often both. */
public record FleetReply(List<Machine> machines, List<Shortfall> errors) {

  public FleetReply {
    machines = List.copyOf(machines);
    errors = List.copyOf(errors);
  }

  /** A machine that boots. */
  public record Machine(InstanceId instance, Offering offering) {}

  /** What could not be had, and where. */
  public record Shortfall(String code, Place place) {}
}
