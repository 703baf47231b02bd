package dev.runnerfleet.sandbox.core.aws.catalogue;

import dev.runnerfleet.contracts.Usd;

/** A size of machine, with its on-demand price per hour. */
public record InstanceType(
    String name, int vcpus, int memoryMib, String architecture, Usd onDemandPrice) {}
