package dev.runnerfleet.sandbox.core.gitlab.runner;

import java.time.Instant;

/**
 * One machine that uses a runner's token; GitLab calls it a runner manager.
 *
 * @param systemId chosen by GitLab Runner, unique to the machine
 */
public record RunnerHost(
    long id,
    long runnerId,
    String systemId,
    HostInfo info,
    Instant createdAt,
    Instant contactedAt) {

  RunnerHost heard(HostInfo newer, Instant now) {
    return new RunnerHost(id, runnerId, systemId, newer.or(info), createdAt, now);
  }

  public RunnerStatus status(Instant now) {
    return RunnerStatus.of(createdAt, contactedAt, now);
  }
}
