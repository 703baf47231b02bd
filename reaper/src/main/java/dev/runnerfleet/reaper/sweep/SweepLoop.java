package dev.runnerfleet.reaper.sweep;

import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.reaper.ReaperConfig;
import dev.runnerfleet.reaper.ReaperMetrics;
import dev.runnerfleet.reaper.core.sweep.Finding;
import dev.runnerfleet.reaper.core.sweep.Sweep;
import dev.runnerfleet.reaper.core.sweep.Sweep.Judged;
import dev.runnerfleet.reaper.core.sweep.Sweep.Rules;
import dev.runnerfleet.reaper.core.sweep.Sweep.Verdict;
import dev.runnerfleet.reaper.core.sweep.SweepView;
import dev.runnerfleet.reaper.sweep.FindingStore.Remembered;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Sweeps at intervals, one replica at a time, and whenever an operator wants it. */
@ApplicationScoped
class SweepLoop {

  private static final Logger LOG = Logger.getLogger(SweepLoop.class);

  private final SweepLook look;
  private final SweepAct act;
  private final FindingStore findings;
  private final Outbox outbox;
  private final ReaperMetrics metrics;
  private final Duration interval;
  private final Rules rules;
  private final Clock clock;

  SweepLoop(
      SweepLook look,
      SweepAct act,
      FindingStore findings,
      Outbox outbox,
      ReaperMetrics metrics,
      ReaperConfig config,
      Clock clock) {
    this.look = look;
    this.act = act;
    this.findings = findings;
    this.outbox = outbox;
    this.metrics = metrics;
    this.interval = config.sweepInterval();
    // Half an interval: sweeps asked for in quick succession do not count as two.
    this.rules = new Rules(interval.dividedBy(2), config.registrationTime());
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    for (FindingKind kind : FindingKind.values()) {
      metrics.orphans(kind.label());
    }
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> tick() {
    Instant now = clock.instant();
    return Panache.withTransaction(() -> findings.takeTurn(now, now.plus(interval)))
        .chain(mine -> mine ? sweep().replaceWithVoid() : Uni.createFrom().voidItem())
        .onFailure()
        .invoke(failure -> LOG.warnf("Sweep failed reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  /** Told by every replica, as any of them may have swept last. */
  @Scheduled(
      every = "5s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  Uni<Void> count() {
    return Panache.withSession(findings::waiting)
        .invoke(metrics::sweepsWaitForOperator)
        .replaceWithVoid()
        .onFailure()
        .invoke(failure -> LOG.warnf("Findings not counted reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  /** Looks, judges and acts; nothing where the look was too incomplete to judge from. */
  Uni<Optional<List<FindingView>>> sweep() {
    return look.look()
        .chain(view -> view.isEmpty() ? incomplete("incomplete") : judgeAndAct(view.get()));
  }

  /** Looks and judges, and leaves everything as it is. */
  Uni<Optional<List<FindingView>>> dryRun() {
    return look.look()
        .chain(
            view ->
                view.isEmpty() || view.get().stale(clock.instant())
                    ? Uni.createFrom().item(Optional.empty())
                    : judgeOnly(view.get()));
  }

  private Uni<Optional<List<FindingView>>> incomplete(String result) {
    LOG.warnf("Sweep draws no conclusions result=%s", result);
    metrics.swept(result, clock.instant());
    return Uni.createFrom().item(Optional.empty());
  }

  private Uni<Optional<List<FindingView>>> judgeOnly(SweepView view) {
    Instant now = clock.instant();
    return Panache.withSession(() -> findings.memory(now))
        .map(memory -> Optional.of(views(judge(view, memory, now), memory)));
  }

  private List<Judged> judge(SweepView view, Remembered memory, Instant now) {
    return Sweep.judge(view, memory.judging(), rules, now);
  }

  private static List<FindingView> views(List<Judged> judged, Remembered memory) {
    Map<String, Instant> firstSeen = memory.judging().firstSeen();
    return judged.stream()
        .map(each -> FindingView.of(each, firstSeen.get(each.finding().resource())))
        .toList();
  }

  private Uni<Optional<List<FindingView>>> judgeAndAct(SweepView view) {
    Instant now = clock.instant();
    if (view.stale(now)) {
      return incomplete("stale");
    }
    return outbox
        .commit(
            out ->
                findings
                    .takeTurns()
                    .chain(() -> findings.memory(now))
                    .chain(memory -> save(view, memory, judge(view, memory, now), now, out)))
        .call(outcome -> act.call(acted(outcome.judged())))
        .invoke(outcome -> tell(outcome.judged(), view, now))
        .map(outcome -> Optional.of(views(outcome.judged(), outcome.memory())));
  }

  private record Outcome(List<Judged> judged, Remembered memory) {}

  private Uni<Outcome> save(
      SweepView view, Remembered memory, List<Judged> judged, Instant now, Outgoing out) {
    Set<String> regions = new HashSet<>(view.regions());
    if (view.everyRegion()) {
      regions.add(""); // GitLab's leftovers can only be told with every region in sight
    }
    return InTurn.each(
            acted(judged),
            finding -> act.save(finding, !memory.acted().contains(finding.resource()), now, out))
        .chain(() -> findings.save(judged, regions, now))
        .replaceWith(new Outcome(judged, memory));
  }

  private static List<Finding> acted(List<Judged> judged) {
    return judged.stream()
        .filter(each -> each.verdict() == Verdict.ACT)
        .map(Judged::finding)
        .toList();
  }

  private void tellOfStop(long waiting) {
    if (waiting > 0) {
      metrics.guardTripped("fifth");
      LOG.errorf(
          "More than a fifth of the fleet looks wrong at once: an operator has to look, then POST"
              + " /sweeps/resume findings=%d",
          waiting);
    }
  }

  private void tell(List<Judged> judged, SweepView view, Instant now) {
    metrics.swept(view.everyRegion() ? "complete" : "partial", now);
    tellOfStop(judged.stream().filter(each -> each.verdict() == Verdict.TOO_MANY).count());
    for (Judged each : judged) {
      Finding finding = each.finding();
      switch (each.verdict()) {
        case ACT -> {
          metrics.orphan(FindingKind.of(finding).label());
          LOG.warnf(
              "Sweep heals kind=%s resource=%s pool=%s",
              FindingKind.of(finding), finding.resource(), finding.pool());
        }
        case HELD_BY_GUARD -> {
          metrics.heldByGuard(finding.pool());
          metrics.guardTripped("tenth");
          LOG.warnf(
              "Sweep holds back, too much of the pool would go kind=%s resource=%s pool=%s",
              FindingKind.of(finding), finding.resource(), finding.pool());
        }
        case SEEN_ONCE, UNCONFIRMED, PROTECTED, TOO_MANY -> {}
      }
    }
  }
}
