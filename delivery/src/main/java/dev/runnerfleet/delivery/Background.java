package dev.runnerfleet.delivery;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Runs work that nobody waits for. Each piece gets a Vert.x context of its own, because a database
 * session belongs to a context and two pieces of work must never share one.
 */
@ApplicationScoped
public class Background {

  private static final Logger LOG = Logger.getLogger(Background.class);

  private final Vertx vertx;

  Background(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Starts the work; a failure is logged, as whoever would mend it is a loop. */
  public void run(String what, Supplier<Uni<Void>> work) {
    Context context =
        Objects.requireNonNull(
            io.smallrye.common.vertx.VertxContext.createNewDuplicatedContext(
                vertx.getOrCreateContext()));
    VertxContextSafetyToggle.setContextSafe(context, true);
    context.runOnContext(
        start ->
            Uni.createFrom()
                .deferred(work::get)
                .subscribe()
                .with(
                    done -> {},
                    failure -> LOG.warnf(failure, "Background work failed work=%s", what)));
  }

  /** Starts the work after a wait. */
  public void runAfter(Duration wait, String what, Supplier<Uni<Void>> work) {
    vertx.setTimer(Math.max(1, wait.toMillis()), timer -> run(what, work));
  }
}
