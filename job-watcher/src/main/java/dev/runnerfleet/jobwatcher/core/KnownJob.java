package dev.runnerfleet.jobwatcher.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as last seen.
 *
 * @param told the requirements that the last {@code JobQueued} told; none where none was sent
 * @param seenAt when it was first seen in its present stage, by our clock
 */
public record KnownJob(Job job, Status status, @Nullable Requirements told, Instant seenAt) {

  public Stage stage() {
    return status.stage();
  }

  /** Whether it waits in the queue and nobody was told, because its tags are not known. */
  public boolean lacksRequirements() {
    return stage() == Stage.PENDING && told == null;
  }
}
