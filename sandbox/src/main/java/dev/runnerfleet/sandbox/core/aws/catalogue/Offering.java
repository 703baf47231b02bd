package dev.runnerfleet.sandbox.core.aws.catalogue;

/** What capacity and prices belong to: a type in a zone on a market. */
public record Offering(InstanceType type, Zone zone, Market market) {}
