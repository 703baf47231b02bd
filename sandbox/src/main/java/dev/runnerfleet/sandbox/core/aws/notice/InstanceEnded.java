package dev.runnerfleet.sandbox.core.aws.notice;

import dev.runnerfleet.sandbox.core.effect.Effect;

/** An instance shuts down: its machine stops at once, whatever it was doing. */
public record InstanceEnded(String instanceId) implements Effect {}
