package dev.runnerfleet.reaper.interruption;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.reaper.ReaperMetrics;
import dev.runnerfleet.reaper.core.Notice;
import dev.runnerfleet.reaper.core.RunnerRecord;
import dev.runnerfleet.reaper.core.drain.Drain;
import dev.runnerfleet.reaper.core.drain.Retirement;
import dev.runnerfleet.reaper.drain.DrainLoop;
import dev.runnerfleet.reaper.drain.DrainStore;
import dev.runnerfleet.reaper.runner.RunnerStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes notices, AWS's own and the machines' word for them: a machine that AWS takes is drained
 * from now on, the fleet is told at once so that a replacement is ordered, and what was told once
 * is told no more. Whatever the drains do then, nothing here waits for it.
 */
@ApplicationScoped
public class Interruptions {

  /** From AWS's warning to the machine's end (AWS's page "Spot Instance interruption notices"). */
  private static final Duration WARNED_BEFORE = Duration.ofMinutes(2);

  private static final Logger LOG = Logger.getLogger(Interruptions.class);

  private final InterruptionStore interruptions;
  private final RunnerStore runners;
  private final DrainStore drains;
  private final DrainLoop loop;
  private final Outbox outbox;
  private final ReaperMetrics metrics;
  private final Clock clock;

  Interruptions(
      InterruptionStore interruptions,
      RunnerStore runners,
      DrainStore drains,
      DrainLoop loop,
      Outbox outbox,
      ReaperMetrics metrics,
      Clock clock) {
    this.interruptions = interruptions;
    this.runners = runners;
    this.drains = drains;
    this.loop = loop;
    this.outbox = outbox;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** A notice of a machine of ours. */
  private record Told(
      RunnerId runner, RunnerInterrupted.Kind kind, @Nullable Instant deadline, Instant at) {
    String key() {
      return runner + " " + kind;
    }
  }

  /**
   * Takes AWS's notices.
   *
   * @return the machines of ours that they are about
   */
  Uni<Map<InstanceId, RunnerRecord>> take(List<Notice> notices) {
    if (notices.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    List<InstanceId> ids = notices.stream().map(Notice::instance).distinct().toList();
    return outbox
        .commit(
            out ->
                runners
                    .ofInstances(ids)
                    .map(records -> byInstance(records))
                    .call(ours -> save(told(notices, ours), "queue", out)))
        .invoke(this::actAtOnce);
  }

  /** What a machine says that AWS told it. */
  public record OwnWord(RunnerInterrupted.Kind kind, @Nullable Instant deadline) {}

  /** Takes a machine's own word, in the transaction of its report. */
  public Uni<Void> take(RunnerId runner, OwnWord word, Outgoing out) {
    Told told = new Told(runner, word.kind(), word.deadline(), clock.instant());
    return save(List.of(told), "machine", out);
  }

  /** Drains at once what was taken, after the commit. */
  public void actAtOnce() {
    loop.atOnce();
  }

  private static Map<InstanceId, RunnerRecord> byInstance(List<RunnerRecord> records) {
    Map<InstanceId, RunnerRecord> byInstance = new HashMap<>();
    for (RunnerRecord record : records) {
      InstanceId instance = record.machine().instance();
      if (instance != null) {
        byInstance.put(instance, record);
      }
    }
    return byInstance;
  }

  private static List<Told> told(List<Notice> notices, Map<InstanceId, RunnerRecord> ours) {
    List<Told> told = new ArrayList<>();
    for (Notice notice : notices) {
      RunnerRecord record = ours.get(notice.instance());
      Optional<RunnerInterrupted.Kind> kind = kind(notice.kind());
      if (record != null && kind.isPresent()) {
        Instant deadline =
            kind.get() == RunnerInterrupted.Kind.SPOT_INTERRUPTION
                ? notice.at().plus(WARNED_BEFORE)
                : null;
        told.add(new Told(record.runner(), kind.get(), deadline, notice.at()));
      }
    }
    return told;
  }

  private static Optional<RunnerInterrupted.Kind> kind(Notice.Kind kind) {
    return switch (kind) {
      case REBALANCE_RECOMMENDATION -> Optional.of(RunnerInterrupted.Kind.REBALANCE_RECOMMENDATION);
      case SPOT_INTERRUPTION -> Optional.of(RunnerInterrupted.Kind.SPOT_INTERRUPTION);
      case SCHEDULED_CHANGE -> Optional.of(RunnerInterrupted.Kind.SCHEDULED_CHANGE);
      case ENDING, OTHER_STATE -> Optional.empty();
    };
  }

  private Uni<Void> save(List<Told> told, String source, Outgoing out) {
    Set<RunnerId> ids = told.stream().map(Told::runner).collect(Collectors.toSet());
    if (ids.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return runners
        .lock(ids)
        .chain(
            records ->
                drains
                    .lock(ids)
                    .chain(
                        known ->
                            interruptions
                                .known(ids)
                                .chain(
                                    before ->
                                        save(
                                            fresh(told, records, before),
                                            records,
                                            known,
                                            source,
                                            out))));
  }

  private static Collection<Told> fresh(
      List<Told> told, Map<RunnerId, RunnerRecord> records, Set<String> before) {
    Map<String, Told> fresh = new HashMap<>();
    for (Told each : told) {
      RunnerRecord record = records.get(each.runner());
      if (record != null && record.open() && !before.contains(each.key())) {
        fresh.putIfAbsent(each.key(), each);
      }
    }
    return fresh.values();
  }

  private Uni<Void> save(
      Collection<Told> fresh,
      Map<RunnerId, RunnerRecord> records,
      Map<RunnerId, Drain> known,
      String source,
      Outgoing out) {
    Instant now = clock.instant();
    List<InterruptionRow> rows = new ArrayList<>();
    Map<RunnerId, Drain> after = new HashMap<>();
    for (Told told : fresh) {
      RunnerRecord record = records.get(told.runner());
      InstanceId instance = record == null ? null : record.machine().instance();
      if (record == null || instance == null) {
        continue;
      }
      rows.add(row(told, record, instance, source, now));
      Drain before = after.getOrDefault(told.runner(), known.get(told.runner()));
      Retirement order = order(told, record, now);
      after.put(told.runner(), before == null ? Drain.of(order) : before.ordered(order));
      out.send(
          Topic.RUNNER_EVENTS,
          new RunnerInterrupted(
              told.runner(), record.pool(), instance, told.kind(), told.deadline(), told.at()));
      tell(told, record, instance, source);
    }
    return interruptions
        .add(rows)
        .chain(() -> InTurn.each(after.values(), drain -> drains.save(drain, now, now)));
  }

  private static Retirement order(Told told, RunnerRecord record, Instant now) {
    return new Retirement(
        told.runner(),
        record.pool(),
        RetirementReason.INTERRUPTED,
        true,
        false,
        new DecisionId(
            "interrupted-"
                + told.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')),
        now,
        told.deadline());
  }

  private static InterruptionRow row(
      Told told, RunnerRecord record, InstanceId instance, String source, Instant now) {
    Offering offering = record.offering();
    InterruptionRow row = new InterruptionRow();
    row.id = told.key();
    row.runner = told.runner().toString();
    row.kind = told.kind().name();
    row.pool = record.pool().toString();
    row.instance = instance.toString();
    row.instanceType = offering == null ? null : offering.instanceType();
    row.zone = offering == null ? null : offering.zone();
    row.market = offering == null ? null : offering.market().name();
    row.source = source;
    row.noticedAt = told.at();
    row.heardAt = now;
    row.deadline = told.deadline();
    return row;
  }

  private void tell(Told told, RunnerRecord record, InstanceId instance, String source) {
    metrics.interrupted(told.kind(), record.offering());
    LOG.infof(
        "AWS takes a machine runner=%s pool=%s instance=%s kind=%s deadline=%s source=%s",
        told.runner(), record.pool(), instance, told.kind(), told.deadline(), source);
  }
}
