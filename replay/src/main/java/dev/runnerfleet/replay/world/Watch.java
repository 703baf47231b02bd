package dev.runnerfleet.replay.world;

import java.time.Instant;

/** Follows a replay, and may stop it. */
@FunctionalInterface
public interface Watch {

  /** Lets it run to its end. */
  Watch QUIET = (now, ended) -> true;

  /** So many things happen between two looks. */
  int STEPS = 4096;

  /**
   * A look.
   *
   * @param ended jobs so far
   * @return whether to go on
   */
  boolean goesOn(Instant now, int ended);
}
