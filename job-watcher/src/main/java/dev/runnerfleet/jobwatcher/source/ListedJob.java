package dev.runnerfleet.jobwatcher.source;

import dev.runnerfleet.jobwatcher.core.Job;
import dev.runnerfleet.jobwatcher.core.Status;
import java.util.Optional;
import java.util.Set;

/**
 * A job as its source tells it.
 *
 * @param status none where the source has a word for it that is not known here
 */
public record ListedJob(Job job, Optional<Status> status, Set<String> tags) {
  public ListedJob {
    tags = Set.copyOf(tags);
  }
}
