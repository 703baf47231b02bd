package dev.runnerfleet.sandbox.core.fault;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What a request to GitLab runs into.
 *
 * @param delay how long before anything happens
 * @param status what it is answered with, instead of being served
 */
public record GitLabTrouble(Duration delay, OptionalInt status) {}
