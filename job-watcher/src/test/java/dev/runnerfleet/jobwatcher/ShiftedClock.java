package dev.runnerfleet.jobwatcher;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The application's clock in tests: the real one, save that a test may let time pass. */
@Singleton
class ShiftedClock extends Clock {

  private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);

  static void pass(Duration time) {
    AHEAD.updateAndGet(time::plus);
  }

  static Instant now() {
    return Clock.systemUTC().instant().plus(AHEAD.get());
  }

  @Override
  public Instant instant() {
    return now();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
