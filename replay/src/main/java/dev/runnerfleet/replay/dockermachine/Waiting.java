package dev.runnerfleet.replay.dockermachine;

import dev.runnerfleet.replay.world.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A job that was taken from GitLab and has no machine yet. GitLab counts it as running, whoever
 * waits for it does not. A creation that fails is tried again three times a second apart, and that
 * three times, three seconds apart; then the job fails (common/build.go, provider.go).
 */
final class Waiting {

  private static final int TRIES = 3;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
  private static final Duration BETWEEN_PREPARATIONS = Duration.ofSeconds(3);

  private final Work work;
  private int failed;
  private boolean over;

  Waiting(Work work) {
    this.work = work;
  }

  Work work() {
    return work;
  }

  /** It has a machine, or was given up. */
  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  /** When to try again after a failure; nothing where the job is given up. */
  Optional<Instant> again(Instant now) {
    failed++;
    if (failed == TRIES * TRIES) {
      return Optional.empty();
    }
    return Optional.of(now.plus(failed % TRIES == 0 ? BETWEEN_PREPARATIONS : BETWEEN_TRIES));
  }
}
