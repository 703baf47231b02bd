package dev.runnerfleet.contracts.runner;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The machine enrolled and has a GitLab runner of its own; jobs can reach it. Sent again with
 * another GitLab runner where a machine had to enrol twice, because the first answer was lost.
 *
 * @param reportKeyDigest what tells a report of this machine from one of somebody else's; none
 *     where the machine got no key
 */
public record RunnerRegistered(
    RunnerId runner,
    PoolName pool,
    InstanceId instance,
    GitLabRunnerId gitLabRunner,
    Instant at,
    @Nullable ReportKeyDigest reportKeyDigest)
    implements RunnerEvent {

  /** Of a machine that does not report. */
  public RunnerRegistered(
      RunnerId runner,
      PoolName pool,
      InstanceId instance,
      GitLabRunnerId gitLabRunner,
      Instant at) {
    this(runner, pool, instance, gitLabRunner, at, null);
  }

  @Override
  public String key() {
    return runner.toString();
  }
}
