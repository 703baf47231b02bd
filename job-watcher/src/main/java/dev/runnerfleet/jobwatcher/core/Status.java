package dev.runnerfleet.jobwatcher.core;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.demand.JobFinished;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job's stage with what is known of it. */
public sealed interface Status {

  Stage stage();

  /** Since when, by GitLab's clock where GitLab says so. */
  Instant at();

  /** Not in the queue yet. */
  record Created(Instant at) implements Status {
    @Override
    public Stage stage() {
      return Stage.CREATED;
    }
  }

  /** In the queue. */
  record Pending(Instant at) implements Status {
    @Override
    public Stage stage() {
      return Stage.PENDING;
    }
  }

  /** On a runner. */
  record Running(@Nullable GitLabRunnerId runner, Instant at) implements Status {
    @Override
    public Stage stage() {
      return Stage.RUNNING;
    }
  }

  /** Over. */
  record Finished(
      JobFinished.Outcome outcome,
      @Nullable String failureReason,
      @Nullable GitLabRunnerId runner,
      Instant at)
      implements Status {
    @Override
    public Stage stage() {
      return Stage.FINISHED;
    }
  }
}
