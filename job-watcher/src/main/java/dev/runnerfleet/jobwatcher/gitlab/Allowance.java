package dev.runnerfleet.jobwatcher.gitlab;

import dev.runnerfleet.delivery.VertxContext;
import dev.runnerfleet.jobwatcher.WatcherConfig;
import dev.runnerfleet.jobwatcher.core.RequestBudget;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Closed;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Go;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Turn;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Wait;
import dev.runnerfleet.jobwatcher.source.AwayException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Keeps this replica's requests to GitLab within their budget, and away while GitLab wants so. */
@ApplicationScoped
class Allowance {

  private final Clock clock;
  private final AtomicReference<RequestBudget> budget;

  Allowance(WatcherConfig config, Clock clock) {
    this.clock = clock;
    this.budget =
        new AtomicReference<>(
            RequestBudget.full(config.gitlab().requestsPerMinute(), clock.instant()));
  }

  /** For how long nothing may be asked at all. */
  Optional<Duration> closedFor() {
    Duration left = Duration.between(clock.instant(), budget.get().closedUntil());
    return left.isPositive() ? Optional.of(left) : Optional.empty();
  }

  /** How many requests may be made within a time. */
  int within(Duration time) {
    return budget.get().within(time);
  }

  /** Completes when a request may be made; fails where GitLab wants to be left alone. */
  Uni<Void> await(Purpose purpose) {
    return Uni.createFrom()
        .deferred(
            () ->
                switch (take(purpose)) {
                  case Go go -> Uni.createFrom().voidItem();
                  case Wait wait -> VertxContext.pause(wait.pause()).chain(() -> await(purpose));
                  case Closed closed -> Uni.createFrom().failure(closed(closed.pause()));
                });
  }

  void close(Duration pause) {
    Instant until = clock.instant().plus(pause);
    budget.updateAndGet(before -> before.closed(until));
  }

  private Turn take(Purpose purpose) {
    while (true) {
      RequestBudget before = budget.get();
      Turn turn = before.take(purpose, clock.instant());
      if (!(turn instanceof Go go) || budget.compareAndSet(before, go.left())) {
        return turn;
      }
    }
  }

  private static AwayException closed(Duration pause) {
    return new AwayException(
        "GitLab wants to be left alone for %d s more".formatted(pause.toSeconds() + 1),
        pause,
        null);
  }
}
