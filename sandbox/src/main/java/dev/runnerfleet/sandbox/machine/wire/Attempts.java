package dev.runnerfleet.sandbox.machine.wire;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** How a machine tries again: while there is no answer, ever more slowly; never after a refusal. */
public final class Attempts {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  private Attempts() {}

  public static <T> Uni<T> untilAnswered(Uni<T> attempt) {
    return attempt
        .onFailure()
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .until(failure -> !(failure instanceof RefusedException));
  }
}
