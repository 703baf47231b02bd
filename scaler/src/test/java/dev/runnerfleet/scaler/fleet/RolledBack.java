package dev.runnerfleet.scaler.fleet;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;

/** What comes of work in a transaction of which nothing is kept. */
final class RolledBack {

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private RolledBack() {}

  static <T> T of(Supplier<Uni<T>> work) {
    try {
      return VertxContextSupport.subscribeAndAwait(
          () ->
              Panache.withTransaction(
                      () ->
                          Panache.currentTransaction()
                              .invoke(transaction -> transaction.markForRollback())
                              .chain(work::get))
                  .ifNoItem()
                  .after(LONGEST)
                  .fail());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
