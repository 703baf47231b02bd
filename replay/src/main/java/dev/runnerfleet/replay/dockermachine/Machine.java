package dev.runnerfleet.replay.dockermachine;

import java.time.Instant;

/** A machine as the runner manager knows it. Names hold the time of their making, so they sort. */
final class Machine {

  /** Where it is in its life; Stuck on removing is not told apart from Removing. */
  enum State {
    CREATING,
    IDLE,
    ACQUIRED,
    USED,
    REMOVING
  }

  private final long number;
  private State state = State.CREATING;
  private Instant lastUsed;
  private int builds;

  Machine(long number, Instant now) {
    this.number = number;
    this.lastUsed = now;
  }

  long number() {
    return number;
  }

  State state() {
    return state;
  }

  Instant lastUsed() {
    return lastUsed;
  }

  int builds() {
    return builds;
  }

  /** It has booted, or its job is over. */
  void idle(Instant now) {
    if (state != State.ACQUIRED) {
      lastUsed = now; // what was held for a job that GitLab had none of was not used
    }
    state = State.IDLE;
  }

  void acquire() {
    state = State.ACQUIRED;
  }

  void use() {
    state = State.USED;
    builds++;
  }

  void remove() {
    state = State.REMOVING;
  }
}
