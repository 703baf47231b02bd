package dev.runnerfleet.scaler.pools;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/** One of PostgreSQL's locks of the application's own, held to the end of the transaction. */
final class AdvisoryLock {

  private AdvisoryLock() {}

  static Uni<Void> take(long key) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery("select 1 from pg_advisory_xact_lock(:key)", Integer.class)
                    .setParameter("key", key)
                    .getSingleResult())
        .replaceWithVoid();
  }
}
