package dev.runnerfleet.delivery;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tries for ever, waiting ever longer, and never leaves the Vert.x context. */
final class Retry {

  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Retry() {}

  static <T> Uni<T> untilDone(Supplier<Uni<T>> work, Consumer<Throwable> onFailure) {
    return attempt(work, onFailure, FIRST);
  }

  private static <T> Uni<T> attempt(
      Supplier<Uni<T>> work, Consumer<Throwable> onFailure, Duration wait) {
    return Uni.createFrom()
        .deferred(work::get)
        .onFailure()
        .recoverWithUni(
            failure -> {
              onFailure.accept(failure);
              return VertxContext.pause(wait).chain(() -> attempt(work, onFailure, longer(wait)));
            });
  }

  private static Duration longer(Duration wait) {
    Duration twice = wait.multipliedBy(2);
    return twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
  }
}
