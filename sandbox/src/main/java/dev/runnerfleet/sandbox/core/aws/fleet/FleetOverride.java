package dev.runnerfleet.sandbox.core.aws.fleet;

import dev.runnerfleet.contracts.Usd;
import org.jspecify.annotations.Nullable;

/**
 * One way to serve a fleet: a type in a subnet, or in a zone's first subnet; the lower the
 * priority, the sooner it is taken.
 *
 * @param image in place of the template's
 * @param maxPrice above which no spot instance is wanted, US dollars per hour
 */
public record FleetOverride(
    @Nullable String instanceType,
    @Nullable String subnetId,
    @Nullable String zone,
    @Nullable Double priority,
    @Nullable String image,
    @Nullable Usd maxPrice) {}
