package dev.runnerfleet.sandbox.core.aws;

import java.time.Duration;

/** What can be chosen about the simulated AWS. */
public record CloudSettings(String account, String region, Duration bootTime, long seed) {}
