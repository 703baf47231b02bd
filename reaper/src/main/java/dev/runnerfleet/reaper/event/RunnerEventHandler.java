package dev.runnerfleet.reaper.event;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.LaunchFailed;
import dev.runnerfleet.contracts.runner.OrphanFound;
import dev.runnerfleet.contracts.runner.PoolPrepared;
import dev.runnerfleet.contracts.runner.PoolStopped;
import dev.runnerfleet.contracts.runner.RunnerDraining;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.contracts.runner.RunnerKept;
import dev.runnerfleet.contracts.runner.RunnerLaunched;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.delivery.Inbox;
import dev.runnerfleet.reaper.core.RunnerRecord;
import dev.runnerfleet.reaper.core.drain.Drain;
import dev.runnerfleet.reaper.drain.DrainLoop;
import dev.runnerfleet.reaper.drain.DrainStore;
import dev.runnerfleet.reaper.runner.ReporterStore;
import dev.runnerfleet.reaper.runner.RunnerStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** Keeps the records of machines, and wakes the drains that waited for what an event tells. */
@ApplicationScoped
class RunnerEventHandler {

  private final Inbox inbox;
  private final RunnerStore runners;
  private final ReporterStore reporters;
  private final DrainStore drains;
  private final DrainLoop loop;
  private final Clock clock;

  RunnerEventHandler(
      Inbox inbox,
      RunnerStore runners,
      ReporterStore reporters,
      DrainStore drains,
      DrainLoop loop,
      Clock clock) {
    this.inbox = inbox;
    this.runners = runners;
    this.reporters = reporters;
    this.drains = drains;
    this.loop = loop;
    this.clock = clock;
  }

  @Incoming("runner-events")
  Uni<Void> on(ConsumerRecords<String, String> records) {
    return inbox.deliver(Topic.RUNNER_EVENTS, records, this::record);
  }

  private Uni<Void> record(List<RunnerEvent> events) {
    List<Subject> told =
        events.stream().map(RunnerEventHandler::subject).flatMap(Optional::stream).toList();
    if (told.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<RunnerId> ids = told.stream().map(Subject::runner).distinct().toList();
    return Panache.withTransaction(
            () ->
                runners
                    .lock(ids)
                    .chain(
                        before ->
                            drains
                                .lock(ids)
                                .chain(waiting -> save(before, after(before, told), waiting)))
                    .chain(() -> keepReporters(events)))
        .invoke(loop::atOnce);
  }

  private Uni<Void> keepReporters(List<RunnerEvent> events) {
    List<RunnerRegistered> registered =
        events.stream()
            .filter(RunnerRegistered.class::isInstance)
            .map(RunnerRegistered.class::cast)
            .toList();
    return InTurn.each(registered, reporters::registered);
  }

  private static Map<RunnerId, RunnerRecord> after(
      Map<RunnerId, RunnerRecord> before, List<Subject> told) {
    Map<RunnerId, RunnerRecord> after = new HashMap<>();
    for (Subject each : told) {
      RunnerRecord record = after.getOrDefault(each.runner(), before.get(each.runner()));
      after.put(each.runner(), each.tell(record));
    }
    return after;
  }

  private Uni<Void> save(
      Map<RunnerId, RunnerRecord> before,
      Map<RunnerId, RunnerRecord> after,
      Map<RunnerId, Drain> waiting) {
    List<RunnerRecord> changed =
        after.values().stream()
            .filter(record -> !record.equals(before.get(record.runner())))
            .toList();
    return InTurn.each(
        changed, record -> save(before.get(record.runner()), record, waiting.get(record.runner())));
  }

  private Uni<Void> save(@Nullable RunnerRecord old, RunnerRecord record, @Nullable Drain drain) {
    Uni<Void> saved = runners.save(record);
    return drain == null ? saved : saved.chain(() -> wake(drain, old, record));
  }

  private Uni<Void> wake(Drain drain, @Nullable RunnerRecord old, RunnerRecord record) {
    if (!record.open() && record.machine().instance() == null) {
      return drains.delete(record.runner()); // it never had a machine
    }
    boolean anotherRunner =
        old != null
            && old.machine().registered()
            && !Objects.equals(old.machine().gitLabRunner(), record.machine().gitLabRunner());
    Instant now = clock.instant();
    return drains.save(anotherRunner ? drain.registeredAnew() : drain, now, now);
  }

  /** What changes a record; our own events and those that leave it as it is are none of it. */
  private static Optional<Subject> subject(RunnerEvent event) {
    return switch (event) {
      case RunnerLaunched e -> Optional.of(new Subject(e.runner(), e.pool(), e));
      case RunnerRegistered e -> Optional.of(new Subject(e.runner(), e.pool(), e));
      case LaunchFailed e -> Optional.of(new Subject(e.runner(), e.pool(), e));
      case RunnerTerminated e -> Optional.of(new Subject(e.runner(), e.pool(), e));
      case RunnerInterrupted _,
          RunnerDraining _,
          RunnerKept _,
          OrphanFound _,
          PoolPrepared _,
          PoolStopped _ ->
          Optional.empty();
    };
  }

  private record Subject(RunnerId runner, PoolName pool, RunnerEvent event) {
    RunnerRecord tell(@Nullable RunnerRecord known) {
      RunnerRecord record = known == null ? RunnerRecord.unknown(runner, pool) : known;
      return switch (event) {
        case RunnerLaunched e -> record.launched(e);
        case RunnerRegistered e -> record.registered(e);
        case LaunchFailed e -> record.closed(e.at());
        case RunnerTerminated e -> record.closed(e.at());
        case RunnerInterrupted _,
            RunnerDraining _,
            RunnerKept _,
            OrphanFound _,
            PoolPrepared _,
            PoolStopped _ ->
            record;
      };
    }
  }
}
