package dev.runnerfleet.sandbox.core.aws.template;

/** A volume that an instance begins with: what its block device mapping says. */
public record Disk(
    String device, int sizeGib, String type, boolean encrypted, boolean deletedOnTermination) {}
