package dev.runnerfleet.provisioner.core;

/**
 * Where a machine could stand: an override of a CreateFleet call.
 *
 * @param zone the subnet's availability zone, or nothing ({@code ""}) while it is not known
 */
public record Place(String instanceType, String subnet, String zone) {}
