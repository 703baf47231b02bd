package dev.runnerfleet.sandbox.core.aws.fleet;

import org.jspecify.annotations.Nullable;

/**
 * One way to serve a fleet: a type in a subnet, or in a zone's first subnet; the lower the
 * priority, the sooner it is taken.
 */
public record FleetOverride(
    @Nullable String instanceType,
    @Nullable String subnetId,
    @Nullable String zone,
    @Nullable Double priority) {}
