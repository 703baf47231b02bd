package dev.runnerfleet.reaper.runner;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.ReportKeyDigest;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps which machines report. All of it runs in the caller's session or transaction. */
@ApplicationScoped
public class ReporterStore {

  private static final int SHOWN = 1000;

  /** A machine that enrols anew has another key; the one before is void. */
  public Uni<Void> registered(RunnerRegistered event) {
    ReportKeyDigest digest = event.reportKeyDigest();
    if (digest == null) {
      return Uni.createFrom().voidItem();
    }
    return Panache.getSession()
        .chain(
            session ->
                session
                    .find(ReporterRow.class, event.runner().value())
                    .chain(
                        found -> {
                          ReporterRow row = found == null ? new ReporterRow() : found;
                          if (event.at().isAfter(row.registeredAt)) {
                            row.runner = event.runner().value();
                            row.pool = event.pool().value();
                            row.keyDigest = digest.value();
                            row.registeredAt = event.at();
                          }
                          return found == null ? session.persist(row) : Uni.createFrom().voidItem();
                        }));
  }

  /** The machine, locked until the transaction ends. */
  public Uni<Optional<Reporter>> lock(RunnerId runner) {
    return Panache.getSession()
        .chain(
            session ->
                session.find(ReporterRow.class, runner.value(), LockModeType.PESSIMISTIC_WRITE))
        .map(row -> Optional.ofNullable(row).map(ReporterRow::toDomain));
  }

  /** Keeps what a machine that was locked has told. */
  public Uni<Void> save(Reporter reporter) {
    return Panache.getSession()
        .chain(session -> session.find(ReporterRow.class, reporter.runner().value()))
        .invoke(row -> row.set(reporter))
        .replaceWithVoid();
  }

  /** Those that report, the latest report first. */
  public Uni<List<Reporter>> latest() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "from ReporterRow order by reportedAt desc nulls last, runner",
                        ReporterRow.class)
                    .setMaxResults(SHOWN)
                    .getResultList())
        .map(rows -> rows.stream().map(ReporterRow::toDomain).toList());
  }

  /** How many have reported, but not since. */
  public Uni<Long> silentSince(Instant time) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        "select count(*) from ReporterRow where reportedAt < :time", Long.class)
                    .setParameter("time", time)
                    .getSingleResult());
  }

  /** Drops those whose machine is gone. */
  public Uni<Void> forgetClosed() {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createMutationQuery(
                        """
                        delete from ReporterRow r where exists (
                          select 1 from RunnerRow w
                          where w.runner = r.runner and w.closedAt is not null)
                        """)
                    .executeUpdate())
        .replaceWithVoid();
  }
}
