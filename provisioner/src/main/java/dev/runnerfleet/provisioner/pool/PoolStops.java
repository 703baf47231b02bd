package dev.runnerfleet.provisioner.pool;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.PoolPrepared;
import dev.runnerfleet.contracts.runner.PoolStopped;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.provisioner.core.pool.BootBreaker;
import dev.runnerfleet.provisioner.core.pool.BootOutcome;
import dev.runnerfleet.provisioner.core.pool.Misconfiguration;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stops a pool revision that only makes machines nobody has a use for, or none, and lets it go on.
 * Every method runs in its caller's transaction and tells of what changed in the same.
 */
@ApplicationScoped
public class PoolStops {

  private static final Logger LOG = Logger.getLogger(PoolStops.class);

  /** A refused call every so often costs nobody anything. */
  private static final Duration RIGHTS_TRIED_AGAIN = Duration.ofMinutes(5);

  private final Clock clock;

  PoolStops(Clock clock) {
    this.clock = clock;
  }

  /**
   * AWS refuses what the revision's settings, or our rights, come to. Settings stop it until it is
   * changed; rights are mended without anybody telling us, so that they are tried again.
   */
  public Uni<Void> misconfigured(PoolName pool, int revision, String code, Outgoing out) {
    return lock(pool, revision)
        .invoke(found -> found.ifPresent(row -> stop(row, pool, code, out)))
        .replaceWithVoid();
  }

  private void stop(PoolRow row, PoolName pool, String code, Outgoing out) {
    boolean known = code.equals(row.problem);
    row.problem = code;
    row.lookAgainAt =
        Misconfiguration.isOfRights(code) ? clock.instant().plus(RIGHTS_TRIED_AGAIN) : null;
    if (!known) {
      String detail = Misconfiguration.detail(code);
      tell(row, pool, PoolStopped.Reason.BAD_CONFIGURATION, detail, row.lookAgainAt, out);
    }
  }

  /** Takes in what became of machines of the revision, in the order in which it did. */
  public Uni<Void> booted(PoolName pool, int revision, List<BootOutcome> outcomes, Outgoing out) {
    return lock(pool, revision)
        .invoke(found -> found.ifPresent(row -> booted(row, pool, outcomes, out)))
        .replaceWithVoid();
  }

  private void booted(PoolRow row, PoolName pool, List<BootOutcome> outcomes, Outgoing out) {
    BootBreaker before = row.boots();
    Instant now = clock.instant();
    BootBreaker after = before;
    for (BootOutcome outcome : outcomes) {
      after = after.after(outcome, now);
    }
    row.take(after);
    if (after.equals(before)) {
      return;
    }
    if (after instanceof BootBreaker.Open(int times, Instant probeAt)) {
      String detail =
          "%d machines in a row booted and never enrolled; one more is tried from %s"
              .formatted(BootBreaker.MOST_FAILURES, probeAt);
      tell(row, pool, PoolStopped.Reason.NEVER_ENROLS, detail, probeAt, out);
    } else if (before.stops() && !after.stops()) {
      LOG.infof("Pool's machines enrol again pool=%s revision=%d", pool, row.revision);
      out.send(
          Topic.RUNNER_EVENTS, new PoolPrepared(pool, row.revision, row.image, row.price(), now));
    }
  }

  /** The runner is launched to find out whether machines of the revision enrol by now. */
  public Uni<Void> probed(PoolName pool, int revision, RunnerId runner) {
    return lock(pool, revision)
        .invoke(found -> found.ifPresent(row -> row.take(row.boots().probedBy(runner))))
        .invoke(
            () ->
                LOG.infof(
                    "One machine is launched to find out pool=%s revision=%d runner=%s",
                    pool, revision, runner))
        .replaceWithVoid();
  }

  private void tell(
      PoolRow row,
      PoolName pool,
      PoolStopped.Reason reason,
      String detail,
      @Nullable Instant probeAt,
      Outgoing out) {
    LOG.warnf(
        "Pool stopped pool=%s revision=%d reason=%s detail=%s", pool, row.revision, reason, detail);
    out.send(
        Topic.RUNNER_EVENTS,
        new PoolStopped(pool, row.revision, reason, detail, probeAt, clock.instant()));
  }

  /** What becomes of machines of a revision that is history stops nothing. */
  private static Uni<Optional<PoolRow>> lock(PoolName pool, int revision) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createSelectionQuery(
                        """
                        from PoolRow p where p.id = :id and p.gone = false and p.revision =
                          (select max(q.revision) from PoolRow q where q.name = p.name and q.gone = false)
                        """,
                        PoolRow.class)
                    .setParameter("id", PoolRow.id(pool, revision))
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getSingleResultOrNull())
        .map(Optional::ofNullable);
  }
}
