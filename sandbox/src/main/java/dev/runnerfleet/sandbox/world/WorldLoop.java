package dev.runnerfleet.sandbox.world;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Keeps the world on wall time while nobody asks anything of it. */
@ApplicationScoped
class WorldLoop {
  private static final long TICK_MILLIS = 100;

  private final WorldClock world;
  private final Vertx vertx;
  private long timer = -1;

  WorldLoop(WorldClock world, Vertx vertx) {
    this.world = world;
    this.vertx = vertx;
  }

  void onStart(@Observes StartupEvent event) {
    timer = vertx.setPeriodic(TICK_MILLIS, id -> world.tell(w -> {}));
  }

  void onStop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }
}
