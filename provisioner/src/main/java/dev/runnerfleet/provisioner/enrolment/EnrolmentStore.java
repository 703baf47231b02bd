package dev.runnerfleet.provisioner.enrolment;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.ReportKeyDigest;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.provisioner.core.EnrolmentRule;
import dev.runnerfleet.provisioner.launch.OpenLaunches;
import dev.runnerfleet.provisioner.pool.PoolStore;
import dev.runnerfleet.provisioner.runner.RunnerRow;
import dev.runnerfleet.provisioner.runner.RunnerState;
import dev.runnerfleet.provisioner.runner.RunnerStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps how far each machine's enrolment has come. Each method is a transaction of its own. */
@ApplicationScoped
class EnrolmentStore {

  /** Longer than an enrolment takes: after this whoever began it is taken to be gone. */
  static final Duration LEASE = Duration.ofSeconds(45);

  private final Outbox outbox;
  private final RunnerStore runners;
  private final PoolStore pools;
  private final OpenLaunches openLaunches;
  private final Clock clock;

  EnrolmentStore(
      Outbox outbox, RunnerStore runners, PoolStore pools, OpenLaunches openLaunches, Clock clock) {
    this.outbox = outbox;
    this.runners = runners;
    this.pools = pools;
    this.openLaunches = openLaunches;
    this.clock = clock;
  }

  /** A machine that was launched for a runner. */
  record Candidate(
      RunnerId runner, PoolSpec pool, Offering.Market market, EnrolmentRule.Launch launch) {}

  /**
   * An enrolment that has begun.
   *
   * @param leftovers whether an earlier one got lost, and may have left a GitLab runner behind
   * @param previous the GitLab runner that the machine has already; none at its first enrolment
   */
  record Begun(Candidate candidate, Instant at, boolean leftovers, @Nullable Long previous) {}

  /**
   * The machine's launch; nothing for a machine that is not ours.
   *
   * @throws NotNowException (as a failure) for a machine that may yet turn out to be ours
   */
  Uni<Optional<Candidate>> find(InstanceId instance, String region) {
    return Panache.withSession(
        () ->
            runners
                .byInstance(instance)
                .chain(row -> row.map(this::candidate).orElseGet(() -> unknown(region))));
  }

  private Uni<Optional<Candidate>> candidate(RunnerRow row) {
    return pools
        .find(row.poolName(), row.poolRevision)
        .map(spec -> spec.map(pool -> candidate(row, pool)));
  }

  private static Candidate candidate(RunnerRow row, PoolSpec pool) {
    Instant launchedAt = row.launchedAt;
    Offering.Market market = row.market;
    if (launchedAt == null || market == null) {
      throw new IllegalStateException("Runner %s has a machine but no launch".formatted(row.id));
    }
    return new Candidate(
        row.runnerId(),
        pool,
        market,
        new EnrolmentRule.Launch(pool.region(), launchedAt, row.closedAt != null));
  }

  private Uni<Optional<Candidate>> unknown(String region) {
    return openLaunches
        .in(region)
        .map(
            open -> {
              if (open) {
                throw new NotNowException("a launch in the region has no outcome yet");
              }
              return Optional.empty();
            });
  }

  /** Keeps the intent to make a GitLab runner, before one is made. */
  Uni<Begun> begin(Candidate candidate) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return outbox.commit(
        out ->
            runners
                .lock(candidate.runner())
                .map(Optional::orElseThrow)
                .map(row -> begin(candidate, row, now)));
  }

  private static Begun begin(Candidate candidate, RunnerRow row, Instant now) {
    Instant begun = row.enrollingAt;
    if (row.closedAt != null) {
      throw new DeniedException(EnrolmentRule.Denial.RUNNER_CLOSED);
    }
    if (begun != null && begun.plus(LEASE).isAfter(now)) {
      throw new NotNowException("the machine is being enrolled already");
    }
    row.enrollingAt = now;
    return new Begun(candidate, now, begun != null, row.gitlabRunner);
  }

  /** Ends an enrolment that must not be. */
  Uni<Void> forbid(Begun begun) {
    return end(begun, null);
  }

  /** Ends an enrolment that failed somewhere; the next one looks for what it may have left. */
  Uni<Void> release(Begun begun) {
    return end(begun, Instant.EPOCH);
  }

  private Uni<Void> end(Begun begun, @Nullable Instant enrollingAt) {
    return outbox.commit(
        out ->
            runners
                .lock(begun.candidate().runner())
                .invoke(
                    row -> row.filter(begins(begun)).ifPresent(r -> r.enrollingAt = enrollingAt))
                .replaceWithVoid());
  }

  /** What came of an enrolment that has its GitLab runner. */
  enum Completion {
    KEPT,
    /** The runner ended meanwhile; nothing is kept. */
    CLOSED,
    /** It took longer than its lease, and another began; nothing is kept. */
    OVERTAKEN
  }

  /** What a machine has once it is enrolled. */
  record Enrolled(
      InstanceId instance, GitLabRunnerId gitLabRunner, ReportKeyDigest reportKeyDigest) {}

  /** Keeps the GitLab runner, where it is still wanted. */
  Uni<Completion> complete(Begun begun, Enrolled enrolled) {
    return outbox.commit(
        out ->
            runners
                .lock(begun.candidate().runner())
                .map(Optional::orElseThrow)
                .map(row -> complete(row, begun, enrolled, out)));
  }

  private Completion complete(RunnerRow row, Begun begun, Enrolled enrolled, Outgoing out) {
    if (row.closedAt != null) {
      return Completion.CLOSED;
    }
    if (!begins(begun).test(row)) {
      return Completion.OVERTAKEN;
    }
    Instant now = clock.instant();
    row.state = RunnerState.REGISTERED;
    row.gitlabRunner = enrolled.gitLabRunner().value();
    row.registeredAt = now;
    row.enrollingAt = null;
    out.send(
        Topic.RUNNER_EVENTS,
        new RunnerRegistered(
            row.runnerId(),
            row.poolName(),
            enrolled.instance(),
            enrolled.gitLabRunner(),
            now,
            enrolled.reportKeyDigest()));
    return Completion.KEPT;
  }

  private static java.util.function.Predicate<RunnerRow> begins(Begun begun) {
    return row -> begun.at().equals(row.enrollingAt);
  }
}
