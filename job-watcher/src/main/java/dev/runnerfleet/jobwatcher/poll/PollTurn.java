package dev.runnerfleet.jobwatcher.poll;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Lets one replica poll at a time. A turn is a lease, not a lock: it is renewed while GitLab is
 * asked, and one whose holder died runs out. Should two polls ever overlap, they only ask twice.
 */
@ApplicationScoped
class PollTurn {

  private static final Duration LEASE = Duration.ofSeconds(20);

  private final Clock clock;

  PollTurn(Clock clock) {
    this.clock = clock;
  }

  /** Takes the turn if a poll is due and nobody polls; the next is due an interval later. */
  Uni<Boolean> take(Duration interval) {
    Instant now = clock.instant();
    return update(
            "update PollTurnRow set heldUntil = :until, dueAt = :due"
                + " where id = 1 and dueAt <= :now and heldUntil <= :now",
            now,
            now.plus(LEASE),
            now.plus(interval))
        .map(updated -> updated == 1);
  }

  Uni<Void> renew() {
    return hold(clock.instant().plus(LEASE));
  }

  Uni<Void> end() {
    return hold(clock.instant());
  }

  /** Makes a poll due now: at the next second, or once the one under way has ended. */
  Uni<Boolean> want() {
    Instant now = clock.instant();
    return Panache.withTransaction(
        () ->
            Panache.getSession()
                .chain(session -> session.find(PollTurnRow.class, 1))
                .map(
                    row -> {
                      row.dueAt = row.dueAt.isAfter(now) ? now : row.dueAt;
                      return row.heldUntil.isAfter(now);
                    }));
  }

  private static Uni<Void> hold(Instant until) {
    return Panache.withTransaction(
        () ->
            Panache.getSession()
                .chain(
                    session ->
                        session
                            .createMutationQuery(
                                "update PollTurnRow set heldUntil = :until where id = 1")
                            .setParameter("until", until)
                            .executeUpdate())
                .replaceWithVoid());
  }

  private static Uni<Integer> update(String statement, Instant now, Instant until, Instant due) {
    return Panache.withTransaction(
        () ->
            Panache.getSession()
                .chain(
                    session ->
                        session
                            .createMutationQuery(statement)
                            .setParameter("now", now)
                            .setParameter("until", until)
                            .setParameter("due", due)
                            .executeUpdate()));
  }
}
