package dev.runnerfleet.reaper;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The reaper's clock in tests: the wall's, and what a test has it run ahead; it never goes back.
 */
final class ShiftedClock extends Clock {

  private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);

  static void runAhead(Duration by) {
    AHEAD.updateAndGet(before -> before.plus(by));
  }

  /** Goes before the clock that services have otherwise. */
  @Singleton
  static final class Producer {
    @Produces
    @Singleton
    Clock clock() {
      return new ShiftedClock();
    }
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    return Clock.systemUTC().instant().plus(AHEAD.get());
  }
}
