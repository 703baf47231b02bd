package dev.runnerfleet.sandbox.core.fault;

import dev.runnerfleet.sandbox.core.effect.Effect;

/** Nothing goes out of the machine any more. */
public record MachineFrozen(String instanceId) implements Effect {}
