package dev.runnerfleet.sandbox.core.aws.instance;

import java.time.Instant;

/** That an instance was ended: since when it shuts down, and why. */
public record Ending(Instant at, EndCause cause) {}
