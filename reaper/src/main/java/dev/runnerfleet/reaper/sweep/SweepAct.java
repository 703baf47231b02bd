package dev.runnerfleet.reaper.sweep;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.OrphanFound;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.reaper.cloud.Instances;
import dev.runnerfleet.reaper.core.Drain;
import dev.runnerfleet.reaper.core.Finding;
import dev.runnerfleet.reaper.core.Finding.LeftoverRunner;
import dev.runnerfleet.reaper.core.Finding.LostMachine;
import dev.runnerfleet.reaper.core.Finding.OrphanInstance;
import dev.runnerfleet.reaper.core.Finding.UnrecordedRunner;
import dev.runnerfleet.reaper.core.Machine;
import dev.runnerfleet.reaper.core.Retirement;
import dev.runnerfleet.reaper.core.RunnerRecord;
import dev.runnerfleet.reaper.core.SweepView.Registration;
import dev.runnerfleet.reaper.drain.DrainStore;
import dev.runnerfleet.reaper.gitlab.GitLab;
import dev.runnerfleet.reaper.runner.RunnerStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Acts upon findings: first what is saved and told, then the calls, which the next sweep repeats.
 */
@ApplicationScoped
class SweepAct {

  private static final DecisionId BY_SWEEP = new DecisionId("sweep");

  private final RunnerStore runners;
  private final DrainStore drains;
  private final Instances instances;
  private final GitLab gitlab;

  SweepAct(RunnerStore runners, DrainStore drains, Instances instances, GitLab gitlab) {
    this.runners = runners;
    this.drains = drains;
    this.instances = instances;
    this.gitlab = gitlab;
  }

  /** Within the transaction that saves the finding. */
  Uni<Void> save(Finding finding, boolean firstTime, Instant now, Outgoing out) {
    return switch (finding) {
      case OrphanInstance orphan -> {
        tell(firstTime, OrphanFound.Kind.INSTANCE, orphan.resource(), now, out);
        yield Uni.createFrom().voidItem();
      }
      case LeftoverRunner left -> {
        String id = left.registration().id().toString();
        tell(firstTime, OrphanFound.Kind.GITLAB_RUNNER, id, now, out);
        yield Uni.createFrom().voidItem();
      }
      case UnrecordedRunner unrecorded -> adopt(unrecorded, now);
      case LostMachine lost -> close(lost, now);
    };
  }

  private static void tell(
      boolean firstTime, OrphanFound.Kind kind, String resource, Instant now, Outgoing out) {
    if (firstTime) {
      out.send(Topic.RUNNER_EVENTS, new OrphanFound(kind, resource, now));
    }
  }

  /** Takes it into the records, and drains it like any other. */
  private Uni<Void> adopt(UnrecordedRunner found, Instant now) {
    Registration registration = found.registration();
    Machine machine =
        new Machine(
            found.instance().id(),
            found.instance().region(),
            registration.id(),
            found.instance().launchedAt());
    RunnerRecord record =
        new RunnerRecord(registration.runner(), registration.pool(), machine, now, null);
    Drain drain = Drain.of(order(record, RetirementReason.ORPHAN, now));
    return runners
        .lock(List.of(record.runner()))
        .chain(known -> runners.save(record))
        .chain(() -> drains.save(drain, now, now));
  }

  /** Has the drain tidy up what is left of it. */
  private Uni<Void> close(LostMachine lost, Instant now) {
    RunnerId runner = lost.known().runner();
    return runners
        .lock(List.of(runner))
        .chain(
            records ->
                drains
                    .lock(List.of(runner))
                    .chain(known -> close(lost, records.get(runner), known.get(runner), now)));
  }

  private Uni<Void> close(
      LostMachine lost, @Nullable RunnerRecord record, @Nullable Drain drain, Instant now) {
    if (record == null || !record.open() || (drain != null && drain.committed())) {
      return Uni.createFrom().voidItem();
    }
    Retirement order =
        drain != null && !drain.ended()
            ? drain.retirement()
            : order(
                record,
                lost.takenByAws() ? RetirementReason.INTERRUPTED : RetirementReason.OPERATOR,
                now);
    return drains.save(Drain.ofLost(order, record.machine()), now, now);
  }

  private static Retirement order(RunnerRecord record, RetirementReason reason, Instant now) {
    return new Retirement(record.runner(), record.pool(), reason, true, false, BY_SWEEP, now);
  }

  /** After the commit. */
  Uni<Void> call(List<Finding> findings) {
    Map<String, List<InstanceId>> orphans = new HashMap<>();
    List<Registration> leftovers = new ArrayList<>();
    for (Finding finding : findings) {
      switch (finding) {
        case OrphanInstance orphan ->
            orphans
                .computeIfAbsent(orphan.instance().region(), region -> new ArrayList<>())
                .add(orphan.instance().id());
        case LeftoverRunner left -> leftovers.add(left.registration());
        case UnrecordedRunner _, LostMachine _ -> {}
      }
    }
    Uni<Void> called = Uni.createFrom().voidItem();
    for (Map.Entry<String, List<InstanceId>> each : orphans.entrySet()) {
      called =
          called.chain(() -> instances.terminate(each.getKey(), each.getValue())).replaceWithVoid();
    }
    for (Registration left : leftovers) {
      called = called.chain(() -> gitlab.delete(left.id())).replaceWithVoid();
    }
    return called;
  }
}
