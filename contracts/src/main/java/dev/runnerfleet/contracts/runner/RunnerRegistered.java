package dev.runnerfleet.contracts.runner;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import java.time.Instant;

/**
 * The machine enrolled and has a GitLab runner of its own; jobs can reach it. Sent again with
 * another GitLab runner where a machine had to enrol twice, because the first answer was lost.
 */
public record RunnerRegistered(
    RunnerId runner, PoolName pool, InstanceId instance, GitLabRunnerId gitLabRunner, Instant at)
    implements RunnerEvent {

  @Override
  public String key() {
    return runner.toString();
  }
}
