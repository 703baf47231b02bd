package dev.runnerfleet.jobwatcher.source;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import java.util.Set;

/** What the contract has happen behind a source. */
public interface Forge {

  /** A queued job in a project that is watched, on a ref of its own, protected or not. */
  Queued queue(Set<String> tags, boolean refProtected);

  /** Has a runner take a queued job with these tags, which no other has. */
  JobId start(Set<String> tags);

  /** Ends a job that is queued or running. */
  void cancel(Queued job);

  /** Answers nothing, or errors, from now on. */
  void goAway();

  /** A job, its project and its ref. */
  record Queued(JobId job, ProjectId project, String ref) {}
}
