package dev.runnerfleet.replay.dockermachine;

import java.time.Duration;
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

  /** A connection that worked is believed in for so long (helpers/docker/machine_command.go). */
  private static final Duration CONNECTION_HOLDS = Duration.ofMinutes(5);

  private final long number;
  private final boolean whole;
  private State state = State.CREATING;
  private Instant lastUsed;
  private int builds;
  private Instant connectsUntil = Instant.MIN;

  /** One that is about to be created. */
  Machine(long number, Instant now) {
    this(number, now, true);
  }

  private Machine(long number, Instant now, boolean whole) {
    this.number = number;
    this.lastUsed = now;
    this.whole = whole;
  }

  /**
   * One that a manager finds on its disk when it starts: taken for one that is idle, has been used
   * once, and just now (provider.go).
   *
   * @param whole whether its creation had ended by then; otherwise nobody will ever reach it
   */
  static Machine found(long number, Instant now, boolean whole) {
    Machine machine = new Machine(number, now, whole);
    machine.state = State.IDLE;
    machine.builds = 1;
    return machine;
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

  boolean isWhole() {
    return whole;
  }

  boolean isBelievedToConnect(Instant now) {
    return now.isBefore(connectsUntil);
  }

  /** It answered; that it did not is never kept. */
  void connected(Instant now) {
    connectsUntil = now.plus(CONNECTION_HOLDS);
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
