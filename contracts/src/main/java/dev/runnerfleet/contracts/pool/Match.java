package dev.runnerfleet.contracts.pool;

import dev.runnerfleet.contracts.InvalidValueException;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which jobs a pool takes: those whose tags are all among its own.
 *
 * @param runUntagged whether it takes jobs without tags
 * @param protectedOnly whether it takes jobs of protected branches and tags alone
 */
public record Match(Set<String> tags, boolean runUntagged, boolean protectedOnly) {

  public Match {
    tags = Collections.unmodifiableSet(new TreeSet<>(tags)); // in an order that every start repeats
    if (tags.isEmpty() && !runUntagged) {
      throw new InvalidValueException(
          "match.tags", tags, "at least one tag, or run-untagged: true");
    }
  }

  /**
   * GitLab's own rule for a runner and a job (app/models/ci/runner.rb): the runner takes untagged
   * jobs or the job has tags, and the job's tags are a subset of the runner's.
   */
  public boolean takes(Set<String> jobTags, boolean refProtected) {
    return (runUntagged || !jobTags.isEmpty())
        && tags.containsAll(jobTags)
        && (!protectedOnly || refProtected);
  }
}
