package dev.runnerfleet.sandbox.core.aws.notice;

import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.effect.Effect;

/** An instance has booted: its machine starts to work. */
public record InstanceRunning(Instance instance) implements Effect {}
