package dev.runnerfleet.sandbox.core.fault;

import dev.runnerfleet.sandbox.core.effect.Effect;

/** The machine answers again; what it was doing is gone, as after a restart. */
public record MachineThawed(String instanceId) implements Effect {}
