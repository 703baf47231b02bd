package dev.runnerfleet.provisioner.core.pool;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.RunnerId;
import java.time.Duration;
import java.time.Instant;

/**
 * Stops the launches of a pool revision whose machines boot but never enrol: each such machine
 * costs its whole registration time and serves nobody. After {@link #MOST_FAILURES} of them in a
 * row nothing is launched until {@code probeAt}; then one machine is, and what becomes of it
 * decides. Any machine that enrols closes the breaker, whichever it is.
 */
public sealed interface BootBreaker {

  /** Boots in a row that may come to nothing. */
  int MOST_FAILURES = 5;

  /** How long after it opened the first probe may go out; twice as long after each that failed. */
  Duration FIRST_WAIT = Duration.ofMinutes(5);

  Duration LONGEST_WAIT = Duration.ofHours(1);

  static BootBreaker fresh() {
    return new Closed(0);
  }

  /**
   * All is well, or not bad enough.
   *
   * @param failures boots in a row that came to nothing
   */
  record Closed(int failures) implements BootBreaker {
    public Closed {
      if (failures < 0 || failures >= MOST_FAILURES) {
        throw new InvalidValueException("failures", failures, "0 to " + (MOST_FAILURES - 1));
      }
    }

    @Override
    public BootBreaker neverEnrolled(RunnerId runner, Instant now) {
      return failures + 1 < MOST_FAILURES
          ? new Closed(failures + 1)
          : new Open(1, now.plus(FIRST_WAIT));
    }

    @Override
    public BootBreaker probedBy(RunnerId runner) {
      return this;
    }

    @Override
    public BootBreaker lost(RunnerId runner, Instant now) {
      return this;
    }

    @Override
    public int admits(Instant now) {
      return Integer.MAX_VALUE;
    }
  }

  /**
   * Nothing is launched before the time.
   *
   * @param times how often it opened without closing in between
   * @param probeAt from when on one machine may be launched
   */
  record Open(int times, Instant probeAt) implements BootBreaker {

    /** Machines launched before it opened still fail; that is no news. */
    @Override
    public BootBreaker neverEnrolled(RunnerId runner, Instant now) {
      return this;
    }

    @Override
    public BootBreaker probedBy(RunnerId runner) {
      return new HalfOpen(times, runner);
    }

    @Override
    public BootBreaker lost(RunnerId runner, Instant now) {
      return this;
    }

    @Override
    public int admits(Instant now) {
      return now.isBefore(probeAt) ? 0 : 1;
    }
  }

  /** One machine was let through, and nothing else is until it is known what became of it. */
  record HalfOpen(int times, RunnerId probe) implements BootBreaker {

    @Override
    public BootBreaker neverEnrolled(RunnerId runner, Instant now) {
      return runner.equals(probe) ? new Open(times + 1, now.plus(wait(times))) : this;
    }

    @Override
    public BootBreaker probedBy(RunnerId runner) {
      return this;
    }

    @Override
    public BootBreaker lost(RunnerId runner, Instant now) {
      return runner.equals(probe) ? new Open(times, now) : this;
    }

    @Override
    public int admits(Instant now) {
      return 0;
    }

    private static Duration wait(int times) {
      Duration wait = FIRST_WAIT.multipliedBy(1L << Math.clamp(times, 0, 10));
      return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
  }

  /** After a machine that booted, or did not, and was given up on without having enrolled. */
  BootBreaker neverEnrolled(RunnerId runner, Instant now);

  /** After a launch was let through to find out. */
  BootBreaker probedBy(RunnerId runner);

  /** After a machine ended before anybody could tell: not launched, taken by AWS, killed. */
  BootBreaker lost(RunnerId runner, Instant now);

  /** How many launches it lets through now. */
  int admits(Instant now);

  /** Whether the runner is the one that was let through to find out. */
  default boolean isProbe(RunnerId runner) {
    return this instanceof HalfOpen half && half.probe().equals(runner);
  }

  /** After what became of a machine. */
  default BootBreaker after(BootOutcome outcome, Instant now) {
    return switch (outcome) {
      case BootOutcome.Enrolled enrolled -> fresh();
      case BootOutcome.NeverEnrolled(RunnerId runner) -> neverEnrolled(runner, now);
      case BootOutcome.Lost(RunnerId runner) -> lost(runner, now);
    };
  }

  /** Whether launches are stopped, but for a probe. */
  default boolean stops() {
    return !(this instanceof Closed);
  }
}
