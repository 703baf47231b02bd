package dev.runnerfleet.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Keeps a chain on the Vert.x context that it began on. Hibernate Reactive binds a session to that
 * context, and the AWS SDK completes its futures on threads of its own.
 */
public final class VertxContext {

  private VertxContext() {}

  /** Makes the call when subscribed to, and comes back with its outcome on the caller's context. */
  public static <T> Uni<T> returning(Supplier<? extends CompletionStage<T>> call) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Executor caller = current();
              return Uni.createFrom().<T>completionStage(call).emitOn(caller);
            });
  }

  /**
   * Runs what it is given on the context that is current now.
   *
   * @throws IllegalStateException outside a Vert.x context
   */
  static Executor current() {
    Context context = currentContext();
    return task -> context.runOnContext(ignored -> task.run());
  }

  /** Completes on the current context after the wait. */
  public static Uni<Void> pause(Duration wait) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              Context context = currentContext();
              context
                  .owner()
                  .setTimer(
                      Math.max(1, wait.toMillis()),
                      timer -> context.runOnContext(ignored -> emitter.complete(null)));
            });
  }

  private static Context currentContext() {
    Context context = Vertx.currentContext();
    if (context == null) {
      throw new IllegalStateException("Not on a Vert.x context");
    }
    return context;
  }
}
