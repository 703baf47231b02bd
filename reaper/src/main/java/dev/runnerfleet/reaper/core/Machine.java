package dev.runnerfleet.reaper.core;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known so far of a runner's machine; its parts become known one after the other. */
public record Machine(
    @Nullable InstanceId instance,
    @Nullable String region,
    @Nullable GitLabRunnerId gitLabRunner,
    @Nullable Instant launchedAt) {

  public static final Machine UNKNOWN = new Machine(null, null, null, null);

  /** Whether it is known which instance of which region it is. */
  public boolean located() {
    return instance != null && region != null;
  }

  public boolean registered() {
    return gitLabRunner != null;
  }

  /** The same machine with the runner that GitLab has for it. */
  public Machine with(GitLabRunnerId found) {
    return new Machine(instance, region, found, launchedAt);
  }

  public boolean launchedBefore(Instant time) {
    return launchedAt == null || launchedAt.isBefore(time);
  }
}
