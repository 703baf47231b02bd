package dev.runnerfleet.scaler.fleet;

import dev.runnerfleet.scaler.core.FleetLimits;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

/** What all pools together must keep to. */
@ApplicationScoped
public class FleetLimitsStore {

  /** As of now, without a lock. */
  public Uni<FleetLimits> limits() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery("from FleetRow", FleetRow.class)
                    .setReadOnly(true)
                    .getSingleResult()
                    .map(
                        row -> {
                          FleetLimits limits = row.toDomain();
                          session.detach(row);
                          return limits;
                        }));
  }

  /**
   * Locked to the end of the transaction, so that decisions of different pools follow one another.
   * Taken after the pools' locks.
   */
  public Uni<FleetLimits> lock() {
    return locked().map(FleetRow::toDomain);
  }

  /** Replaces them; what follows for the pools is decided with the next decision about each. */
  public Uni<Void> put(FleetLimits limits) {
    return locked().invoke(row -> row.take(limits)).replaceWithVoid();
  }

  private static Uni<FleetRow> locked() {
    return Panache.getSession()
        .chain(
            session -> session.find(FleetRow.class, FleetRow.ONLY, LockModeType.PESSIMISTIC_WRITE));
  }
}
