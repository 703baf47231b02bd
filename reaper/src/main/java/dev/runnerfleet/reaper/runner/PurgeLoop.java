package dev.runnerfleet.reaper.runner;

import dev.runnerfleet.reaper.ReaperConfig;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** Forgets what ended long ago: machines, their drains, their interruptions and their jobs. */
@ApplicationScoped
class PurgeLoop {

  /** So many machines in one transaction, so that it stays short. */
  private static final int AT_ONCE = 1000;

  private static final List<String> OF_CLOSED =
      List.of(
          "delete from DrainRow where runner in (:closed)",
          "delete from InterruptionRow where runner in (:closed)",
          "delete from RescueRow where runner in (:closed) and dueAt is null",
          "delete from RunnerRow where runner in (:closed)");

  private static final Logger LOG = Logger.getLogger(PurgeLoop.class);

  private final Duration kept;
  private final Clock clock;

  PurgeLoop(ReaperConfig config, Clock clock) {
    this.kept = config.keepHistory();
    this.clock = clock;
  }

  @Scheduled(
      every = "1m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> tick() {
    return purge(clock.instant().minus(kept))
        .onFailure()
        .invoke(failure -> LOG.warnf("History not purged reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  Uni<Void> purge(Instant before) {
    return Panache.withTransaction(
        () ->
            Panache.getSession()
                .chain(
                    session ->
                        session
                            .createSelectionQuery(
                                "select runner from RunnerRow where closedAt < :before",
                                String.class)
                            .setParameter("before", before)
                            .setMaxResults(AT_ONCE)
                            .getResultList())
                .chain(PurgeLoop::forget));
  }

  private static Uni<Void> forget(List<String> closed) {
    Uni<Void> forgotten = Uni.createFrom().voidItem();
    if (closed.isEmpty()) {
      return forgotten;
    }
    for (String statement : OF_CLOSED) {
      forgotten =
          forgotten
              .chain(Panache::getSession)
              .chain(
                  session ->
                      session
                          .createMutationQuery(statement)
                          .setParameter("closed", closed)
                          .executeUpdate())
              .replaceWithVoid();
    }
    return forgotten;
  }
}
