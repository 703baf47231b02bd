package dev.runnerfleet.scaler.pools;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.documents.FleetDocument;
import dev.runnerfleet.scaler.documents.JsonBody;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import org.jspecify.annotations.Nullable;

/** What all pools together must keep to. */
@ApplicationScoped
public class FleetStore {

  // The row may be missing, so that it cannot be what is locked.
  private static final long LOCK = 0x666c656574L;

  /** The limits in force, without a lock. */
  public Uni<KeptFleet> get() {
    return find(LockModeType.NONE).map(row -> row == null ? KeptFleet.NONE : kept(row));
  }

  /** Holds other writers back to the end of the transaction, and gives what is in force. */
  public Uni<KeptFleet> lock() {
    return AdvisoryLock.take(LOCK).chain(this::get);
  }

  /** Replaces the limits, of which the caller holds the lock; the same again changes nothing. */
  public Uni<KeptFleet> put(FleetLimits limits, @Nullable FleetLimits file) {
    return find(LockModeType.PESSIMISTIC_WRITE)
        .chain(
            found -> {
              FleetRow row = found == null ? new FleetRow() : found;
              if (found == null || !kept(row).limits().equals(limits)) {
                row.revision++;
                row.limits = FleetDocument.write(limits).toString();
              }
              row.fileLimits = file == null ? null : FleetDocument.write(file).toString();
              return Panache.getSession()
                  .chain(session -> session.persist(row))
                  .replaceWith(kept(row));
            });
  }

  private static Uni<@Nullable FleetRow> find(LockModeType lock) {
    return Panache.getSession().chain(session -> session.find(FleetRow.class, true, lock));
  }

  private static KeptFleet kept(FleetRow row) {
    return new KeptFleet(
        read(row.limits), row.revision, row.fileLimits == null ? null : read(row.fileLimits));
  }

  private static FleetLimits read(String limits) {
    try {
      return FleetDocument.read(JsonBody.parse(limits));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The fleet's limits as kept cannot be read", e);
    }
  }
}
