package dev.runnerfleet.jobwatcher.core;

import org.jspecify.annotations.Nullable;

/**
 * A job as somebody saw it: a webhook or a poll.
 *
 * @param requirements what it needs of a runner, where that is known; never a guess of "nothing"
 */
public record Observation(Job job, Status status, @Nullable Requirements requirements) {

  public Observation(Job job, Status status) {
    this(job, status, null);
  }

  public Observation with(@Nullable Requirements known) {
    return new Observation(job, status, known);
  }
}
