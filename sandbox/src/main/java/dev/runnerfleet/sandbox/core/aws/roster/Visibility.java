package dev.runnerfleet.sandbox.core.aws.roster;

import java.time.Duration;

/**
 * How late and how long the API sees an instance (AWS's page "Eventual consistency in the Amazon
 * EC2 API").
 *
 * @param afterLaunch how long a new instance cannot be found
 * @param afterEnd how long a terminated instance can still be described
 */
public record Visibility(Duration afterLaunch, Duration afterEnd) {
  /** Seen at once, and for an hour after its end. */
  public static final Visibility PROMPT = new Visibility(Duration.ZERO, Duration.ofHours(1));
}
