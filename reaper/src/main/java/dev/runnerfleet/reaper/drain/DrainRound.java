package dev.runnerfleet.reaper.drain;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.RunnerDraining;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerKept;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.delivery.Rounds;
import dev.runnerfleet.reaper.ReaperConfig;
import dev.runnerfleet.reaper.ReaperMetrics;
import dev.runnerfleet.reaper.core.JobOnRunner;
import dev.runnerfleet.reaper.core.RunnerRecord;
import dev.runnerfleet.reaper.core.drain.Drain;
import dev.runnerfleet.reaper.core.drain.Observation;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerDeleted;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerFound;
import dev.runnerfleet.reaper.core.drain.Observation.Unknown;
import dev.runnerfleet.reaper.core.drain.Retirement;
import dev.runnerfleet.reaper.core.drain.Step;
import dev.runnerfleet.reaper.core.drain.Step.Tell;
import dev.runnerfleet.reaper.drain.DrainCalls.Due;
import dev.runnerfleet.reaper.rescue.RescueStore;
import dev.runnerfleet.reaper.rescue.RescueStore.Loss;
import dev.runnerfleet.reaper.runner.RunnerStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * One round over the drains that are due: take them in hand, make each one's call outside of any
 * transaction, save what follows together with the events that tell of it. Whoever dies in between
 * leaves the drains as they were, to be taken up again when the lease is over.
 */
@ApplicationScoped
class DrainRound {

  /** Longer than any round of calls takes, with their time-outs. */
  private static final Duration LEASE = Duration.ofSeconds(60);

  private static final int AT_ONCE = 100;

  /**
   * The machine itself ends its job twenty seconds before AWS takes it. Where GitLab has not heard
   * of that ten seconds later, we tell it.
   */
  private static final Duration ABORT_BEFORE_END = Duration.ofSeconds(10);

  private static final Logger LOG = Logger.getLogger(DrainRound.class);

  private final DrainStore drains;
  private final RunnerStore runners;
  private final DrainCalls calls;
  private final RescueStore rescues;
  private final Outbox outbox;
  private final Background background;
  private final ReaperMetrics metrics;
  private final Duration grace;
  private final Clock clock;
  private final Rounds rounds;

  DrainRound(
      DrainStore drains,
      RunnerStore runners,
      DrainCalls calls,
      RescueStore rescues,
      Outbox outbox,
      Background background,
      ReaperMetrics metrics,
      ReaperConfig config,
      Clock clock) {
    this.drains = drains;
    this.runners = runners;
    this.calls = calls;
    this.rescues = rescues;
    this.outbox = outbox;
    this.background = background;
    this.metrics = metrics;
    this.grace = config.drainGrace();
    this.clock = clock;
    this.rounds = new Rounds("drain round", this::takeUp, background, clock);
  }

  private record Taken(Step step, RunnerRecord record, Observation seen) {}

  /**
   * Takes up what is due, now or when the round that is under way has done so, and goes on as long
   * as steps follow each other without a wait.
   */
  void atOnce() {
    rounds.atOnce();
  }

  /** Each call has a context of its own, so that none waits for another's answer. */
  private Uni<Void> takeUp() {
    UUID lease = UUID.randomUUID();
    return Panache.withTransaction(() -> take(lease))
        .invoke(
            due ->
                DrainCalls.parts(due)
                    .forEach(part -> background.run("drain step", () -> advance(lease, part))))
        .invoke(due -> goOn(due.size() == AT_ONCE))
        .replaceWithVoid()
        .onFailure()
        .invoke(failure -> LOG.warnf("Drains not taken up reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  private void goOn(boolean more) {
    if (more) {
      atOnce();
    }
  }

  private Uni<Void> advance(UUID lease, List<Due> due) {
    return calls
        .make(due)
        .chain(seen -> outbox.commit(out -> settle(lease, due, seen, out)))
        .invoke(taken -> taken.forEach(this::tell))
        .invoke(taken -> goOn(taken.stream().anyMatch(DrainRound::goesOn)))
        .replaceWithVoid();
  }

  private static boolean goesOn(Taken taken) {
    return taken.step().rest().isZero() && !taken.step().next().ended();
  }

  private static Uni<Void> done() {
    return Uni.createFrom().voidItem();
  }

  private Uni<List<Due>> take(UUID lease) {
    Instant now = clock.instant();
    return drains
        .lease(lease, now, now.plus(LEASE), AT_ONCE)
        .chain(
            leased ->
                leased.isEmpty()
                    ? Uni.createFrom().item(List.of())
                    : runners.read(ids(leased)).map(records -> due(leased, records)));
  }

  private static List<RunnerId> ids(List<Drain> drains) {
    return drains.stream().map(drain -> drain.retirement().runner()).toList();
  }

  private static List<Due> due(List<Drain> leased, Map<RunnerId, RunnerRecord> records) {
    return leased.stream()
        .map(drain -> new Due(drain, record(drain.retirement(), records).machine()))
        .toList();
  }

  private static RunnerRecord record(Retirement order, Map<RunnerId, RunnerRecord> records) {
    RunnerRecord record = records.get(order.runner());
    return record == null ? RunnerRecord.unknown(order.runner(), order.pool()) : record;
  }

  private Uni<List<Taken>> settle(
      UUID lease, List<Due> due, Map<RunnerId, Observation> seen, Outgoing out) {
    List<RunnerId> ids = due.stream().map(Due::runner).toList();
    return runners
        .lock(ids)
        .chain(records -> drains.held(lease, ids).chain(held -> settle(held, records, seen, out)));
  }

  private Uni<List<Taken>> settle(
      List<Drain> held,
      Map<RunnerId, RunnerRecord> records,
      Map<RunnerId, Observation> seen,
      Outgoing out) {
    Instant now = clock.instant();
    List<Taken> taken = new ArrayList<>();
    return InTurn.each(
            held,
            drain -> {
              Retirement order = drain.retirement();
              Observation observation = seen.getOrDefault(order.runner(), new Unknown());
              RunnerRecord before = record(order, records);
              Taken next = next(drain, observation, before, now);
              taken.add(next);
              next.step()
                  .tell()
                  .ifPresent(
                      news ->
                          out.send(Topic.RUNNER_EVENTS, event(news, order, next.record(), now)));
              return save(drain, before, next, now);
            })
        .replaceWith(taken);
  }

  private Taken next(Drain drain, Observation observation, RunnerRecord before, Instant now) {
    RunnerRecord found =
        observation instanceof RunnerFound runner
            ? before.with(before.machine().with(runner.id()))
            : before;
    Step step = drain.next(observation, found.machine(), grace, now);
    RunnerRecord after =
        step.tell().filter(Tell.TERMINATED::equals).isPresent() ? found.closed(now) : found;
    return new Taken(step, after, observation);
  }

  private Uni<Void> save(Drain drain, RunnerRecord before, Taken taken, Instant now) {
    List<JobOnRunner> bereft = drain.bereft(taken.seen());
    Step step = taken.step();
    Uni<Void> rescued = bereft.isEmpty() ? done() : rescue(drain.retirement(), bereft, now);
    Uni<Void> saved = rescued.chain(() -> drains.save(step.next(), now, now.plus(step.rest())));
    return taken.record().equals(before) ? saved : saved.chain(() -> runners.save(taken.record()));
  }

  /** The jobs may run on until shortly before AWS takes the machine, if it has not yet. */
  private Uni<Void> rescue(Retirement order, List<JobOnRunner> jobs, Instant now) {
    Instant deadline = order.deadline();
    Instant abortAt = deadline == null ? now : deadline.minus(ABORT_BEFORE_END);
    return rescues
        .begin(new Loss(order.runner(), order.pool(), jobs, abortAt, order.force()))
        .invoke(fresh -> metrics.jobsInterrupted(order.pool().toString(), fresh))
        .replaceWithVoid();
  }

  private static RunnerEvent event(Tell news, Retirement order, RunnerRecord record, Instant now) {
    return switch (news) {
      case DRAINING -> new RunnerDraining(order.runner(), order.pool(), order.reason(), now);
      case KEPT -> new RunnerKept(order.runner(), order.pool(), now);
      case TERMINATED ->
          new RunnerTerminated(
              order.runner(),
              order.pool(),
              Objects.requireNonNull(record.machine().instance()),
              order.reason(),
              now);
    };
  }

  private void tell(Taken taken) {
    if (taken.seen() instanceof RunnerDeleted deleted) {
      metrics.idled(taken.step().next().retirement(), deleted.lastJobEnded(), taken.record());
    }
    if (taken.step().tell().isEmpty()) {
      return;
    }
    Retirement order = taken.step().next().retirement();
    switch (taken.step().tell().get()) {
      case DRAINING ->
          LOG.infof(
              "Runner draining runner=%s pool=%s reason=%s",
              order.runner(), order.pool(), order.reason());
      case KEPT -> {
        metrics.kept(order);
        LOG.infof("Runner kept, it has a job runner=%s pool=%s", order.runner(), order.pool());
      }
      case TERMINATED -> {
        metrics.terminated(order, clock.instant());
        LOG.infof(
            "Runner terminated runner=%s pool=%s instance=%s cause=%s",
            order.runner(), order.pool(), taken.record().machine().instance(), order.reason());
      }
    }
  }
}
