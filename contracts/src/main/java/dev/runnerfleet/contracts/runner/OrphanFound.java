package dev.runnerfleet.contracts.runner;

import java.time.Instant;

/**
 * Something of ours that no runner id stands for.
 *
 * @param resource its id with AWS or GitLab
 */
public record OrphanFound(Kind kind, String resource, Instant at) implements RunnerEvent {

  @Override
  public String key() {
    return resource;
  }

  /** What was left behind. */
  public enum Kind {
    INSTANCE,
    GITLAB_RUNNER,
    VOLUME,
    LAUNCH_TEMPLATE
  }
}
