package dev.runnerfleet.sandbox.core.fault;

import dev.runnerfleet.sandbox.core.effect.Effect;
import java.time.Duration;

/** The machine's clock is off by this much from now on; by nothing where it is right again. */
public record ClockSkewed(String instanceId, Duration by) implements Effect {}
