package dev.runnerfleet.delivery;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that is to be done soon, however often that is asked for: in the background, one round at a
 * time, and once more where somebody has asked meanwhile. Rounds that pile up would take each
 * other's database connections. One that does not end holds up the others for so long only.
 */
public final class Rounds {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final String what;
  private final Supplier<Uni<Void>> round;
  private final Background background;
  private final Clock clock;
  private @Nullable Instant underWaySince;
  private boolean askedAgain;

  public Rounds(String what, Supplier<Uni<Void>> round, Background background, Clock clock) {
    this.what = what;
    this.round = round;
    this.background = background;
    this.clock = clock;
  }

  /** Begins a round now, or when the one that is under way has ended. */
  public void atOnce() {
    Instant now = clock.instant();
    if (mayBegin(now)) {
      background.run(
          what, () -> Uni.createFrom().deferred(round::get).eventually(() -> ended(now)));
    }
  }

  private synchronized boolean mayBegin(Instant now) {
    if (underWaySince != null && underWaySince.plus(LONGEST).isAfter(now)) {
      askedAgain = true;
      return false;
    }
    underWaySince = now;
    askedAgain = false;
    return true;
  }

  private void ended(Instant begun) {
    if (goesOn(begun)) {
      atOnce();
    }
  }

  private synchronized boolean goesOn(Instant begun) {
    if (!begun.equals(underWaySince)) {
      return false; // it was given up, and another one is under way
    }
    underWaySince = null;
    return askedAgain;
  }
}
