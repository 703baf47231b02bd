package dev.runnerfleet.jobwatcher.core;

import java.util.Set;

/** What a job needs of a runner. */
public record Requirements(Set<String> tags, boolean refProtected) {
  public Requirements {
    tags = Set.copyOf(tags);
  }
}
