package dev.runnerfleet.sandbox.core.aws.notice;

import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.effect.Effect;
import java.time.Instant;

/** AWS has warned that it takes the instance back in two minutes. */
public record InterruptionWarned(Instance instance, Instant at) implements Effect {}
