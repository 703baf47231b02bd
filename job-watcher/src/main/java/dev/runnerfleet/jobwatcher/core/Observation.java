package dev.runnerfleet.jobwatcher.core;

import org.jspecify.annotations.Nullable;

/**
 * A job as somebody saw it: a webhook or a poll.
 *
 * @param requirements what it needs of a runner, where that is known; never a guess of "nothing"
 * @param remembered whether the requirements are those of the last job of its name, not its own:
 *     such ones fill a gap, and correct nothing that was told before
 */
public record Observation(
    Job job, Status status, @Nullable Requirements requirements, boolean remembered) {

  public Observation(Job job, Status status) {
    this(job, status, null, false);
  }

  /** The same with what the job itself needs. */
  public Observation needing(Requirements own) {
    return new Observation(job, status, own, false);
  }

  /** The same with what the last job of its name needed. */
  public Observation remembering(Requirements last) {
    return new Observation(job, status, last, true);
  }
}
