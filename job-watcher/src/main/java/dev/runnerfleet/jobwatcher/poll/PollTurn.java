package dev.runnerfleet.jobwatcher.poll;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Lets one replica poll at a time. A turn is a lease, not a lock: it is renewed while the poll goes
 * on, and one whose holder died runs out. Should two polls ever overlap, they only ask twice.
 */
@ApplicationScoped
class PollTurn {

  private static final Duration LEASE = Duration.ofSeconds(20);

  private final Clock clock;

  PollTurn(Clock clock) {
    this.clock = clock;
  }

  /** What the holder of a turn is to do: look at all projects, or at those that are due. */
  enum Kind {
    EVERYTHING,
    WHAT_IS_DUE
  }

  /** Takes the turn if a poll is due and nobody polls; the next is due an interval later. */
  Uni<Optional<Kind>> take(Duration interval) {
    Instant now = clock.instant();
    return Panache.withTransaction(
        () ->
            Panache.getSession()
                .chain(
                    session -> session.find(PollTurnRow.class, 1, LockModeType.PESSIMISTIC_WRITE))
                .map(row -> taken(row, now, interval)));
  }

  private static Optional<Kind> taken(PollTurnRow row, Instant now, Duration interval) {
    if (row.dueAt.isAfter(now) || row.heldUntil.isAfter(now)) {
      return Optional.empty();
    }
    Kind kind = row.wanted ? Kind.EVERYTHING : Kind.WHAT_IS_DUE;
    row.wanted = false;
    row.heldUntil = now.plus(LEASE);
    row.dueAt = now.plus(interval);
    return Optional.of(kind);
  }

  /** Keeps the turn; a turn that has ended or run out is not taken up again. */
  Uni<Void> renew() {
    Instant now = clock.instant();
    return hold(now.plus(LEASE), now);
  }

  Uni<Void> end() {
    return hold(clock.instant(), Instant.EPOCH);
  }

  /**
   * Makes a poll of everything due now: at the next second, or once the one under way has ended.
   */
  Uni<Boolean> want() {
    Instant now = clock.instant();
    return Panache.withTransaction(
        () ->
            Panache.getSession()
                .chain(session -> session.find(PollTurnRow.class, 1))
                .map(
                    row -> {
                      row.wanted = true;
                      row.dueAt = row.dueAt.isAfter(now) ? now : row.dueAt;
                      return row.heldUntil.isAfter(now);
                    }));
  }

  private static Uni<Void> hold(Instant until, Instant ifHeldAt) {
    return Panache.withTransaction(
        () ->
            Panache.getSession()
                .chain(
                    session ->
                        session
                            .createMutationQuery(
                                """
                                update PollTurnRow set heldUntil = :until
                                where id = 1 and heldUntil > :ifHeldAt
                                """)
                            .setParameter("until", until)
                            .setParameter("ifHeldAt", ifHeldAt)
                            .executeUpdate())
                .replaceWithVoid());
  }
}
