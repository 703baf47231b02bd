package dev.runnerfleet.sandbox.core.aws.catalogue;

/** A security group; what it lets through is not simulated. */
public record SecurityGroup(String id, String name, String description, String vpc) {}
