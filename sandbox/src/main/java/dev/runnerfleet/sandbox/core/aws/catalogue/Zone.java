package dev.runnerfleet.sandbox.core.aws.catalogue;

/** An availability zone: its name in the account, and the id that is the same for everybody. */
public record Zone(String name, String id) {}
