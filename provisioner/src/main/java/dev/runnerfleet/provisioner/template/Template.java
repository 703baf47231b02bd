package dev.runnerfleet.provisioner.template;

/** A version of a launch template in AWS. */
public record Template(String name, long version) {}
