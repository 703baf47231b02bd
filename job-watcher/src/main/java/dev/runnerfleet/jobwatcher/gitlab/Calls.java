package dev.runnerfleet.jobwatcher.gitlab;

import dev.runnerfleet.delivery.VertxContext;
import dev.runnerfleet.jobwatcher.WatcherMetrics;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.source.AwayException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes a call to GitLab: within the budget, counted, back on the caller's context, and failing
 * with {@link AwayException} alone.
 */
@ApplicationScoped
class Calls {

  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY = 429;

  private final WatcherMetrics metrics;
  private final Allowance allowance;
  private final Clock clock;

  Calls(WatcherMetrics metrics, Allowance allowance, Clock clock) {
    this.metrics = metrics;
    this.allowance = allowance;
    this.clock = clock;
  }

  /** The answer; nothing where GitLab says 404. */
  <T> Uni<Optional<T>> call(String action, Purpose purpose, Supplier<Uni<T>> call) {
    return allowance.await(purpose).chain(() -> call(action, call));
  }

  private <T> Uni<Optional<T>> call(String action, Supplier<Uni<T>> call) {
    return VertxContext.returning(
            () -> Uni.createFrom().deferred(call::get).subscribeAsCompletionStage())
        .invoke(() -> metrics.called(action, "ok"))
        .map(Optional::of)
        .onFailure(failure -> status(failure) == NOT_FOUND)
        .recoverWithItem(
            () -> {
              metrics.called(action, "not_found");
              return Optional.empty();
            })
        .onFailure()
        .transform(failure -> away(action, failure));
  }

  /** GitLab's status behind a failure; 0 where it gave none. */
  static int status(Throwable failure) {
    Throwable cause = failure instanceof AwayException ? failure.getCause() : failure;
    return cause instanceof WebApplicationException answer ? answer.getResponse().getStatus() : 0;
  }

  private AwayException away(String action, Throwable failure) {
    if (failure instanceof WebApplicationException answer) {
      int status = answer.getResponse().getStatus();
      boolean throttled = status == TOO_MANY;
      metrics.called(action, throttled ? "throttled" : status >= 500 ? "failed" : "refused");
      return new AwayException(
          "GitLab answered %d to %s".formatted(status, action),
          throttled ? closed(answer) : null,
          failure);
    }
    metrics.called(action, "away");
    return new AwayException(
        "GitLab did not answer to %s: %s".formatted(action, failure.getClass().getSimpleName()),
        null,
        failure);
  }

  private Duration closed(WebApplicationException answer) {
    Duration pause =
        RetryAfter.pause(
            answer.getResponse().getHeaderString("Retry-After"),
            answer.getResponse().getHeaderString("RateLimit-Reset"),
            clock.instant());
    allowance.close(pause);
    return pause;
  }
}
