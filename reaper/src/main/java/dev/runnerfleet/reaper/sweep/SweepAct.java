package dev.runnerfleet.reaper.sweep;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.runner.OrphanFound;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.reaper.cloud.Instances;
import dev.runnerfleet.reaper.cloud.Leftovers;
import dev.runnerfleet.reaper.core.Machine;
import dev.runnerfleet.reaper.core.RunnerRecord;
import dev.runnerfleet.reaper.core.drain.Drain;
import dev.runnerfleet.reaper.core.drain.Observation.JobsLeft;
import dev.runnerfleet.reaper.core.drain.Retirement;
import dev.runnerfleet.reaper.core.sweep.Finding;
import dev.runnerfleet.reaper.core.sweep.Finding.AgedMachine;
import dev.runnerfleet.reaper.core.sweep.Finding.LeftoverRunner;
import dev.runnerfleet.reaper.core.sweep.Finding.LeftoverThing;
import dev.runnerfleet.reaper.core.sweep.Finding.LostMachine;
import dev.runnerfleet.reaper.core.sweep.Finding.OrphanInstance;
import dev.runnerfleet.reaper.core.sweep.Finding.UnrecordedRunner;
import dev.runnerfleet.reaper.core.sweep.SweepView.Known;
import dev.runnerfleet.reaper.core.sweep.SweepView.Registration;
import dev.runnerfleet.reaper.core.sweep.SweepView.Thing;
import dev.runnerfleet.reaper.drain.DrainStore;
import dev.runnerfleet.reaper.drain.LostMachines;
import dev.runnerfleet.reaper.gitlab.GitLab;
import dev.runnerfleet.reaper.rescue.RescueStore;
import dev.runnerfleet.reaper.rescue.RescueStore.Loss;
import dev.runnerfleet.reaper.runner.RunnerStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
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

  private final RunnerStore runners;
  private final DrainStore drains;
  private final LostMachines lostMachines;
  private final RescueStore rescues;
  private final Instances instances;
  private final Leftovers leftovers;
  private final GitLab gitlab;
  private final Clock clock;

  SweepAct(
      RunnerStore runners,
      DrainStore drains,
      LostMachines lostMachines,
      RescueStore rescues,
      Instances instances,
      Leftovers leftovers,
      GitLab gitlab,
      Clock clock) {
    this.runners = runners;
    this.drains = drains;
    this.lostMachines = lostMachines;
    this.rescues = rescues;
    this.instances = instances;
    this.leftovers = leftovers;
    this.gitlab = gitlab;
    this.clock = clock;
  }

  /** Within the transaction that saves the finding. */
  Uni<Void> save(Finding finding, boolean firstTime, Instant now, Outgoing out) {
    if (firstTime) {
      tell(finding, now, out);
    }
    return switch (finding) {
      case OrphanInstance _, LeftoverRunner _, LeftoverThing _ -> Uni.createFrom().voidItem();
      case UnrecordedRunner unrecorded -> adopt(unrecorded, now);
      case LostMachine lost -> lostMachines.close(lost.known().runner(), lost.takenByAws(), now);
      case AgedMachine aged -> retire(aged, now);
    };
  }

  private static void tell(Finding finding, Instant now, Outgoing out) {
    switch (finding) {
      case OrphanInstance orphan ->
          out.send(
              Topic.RUNNER_EVENTS,
              new OrphanFound(OrphanFound.Kind.INSTANCE, orphan.resource(), now));
      case LeftoverRunner left ->
          out.send(
              Topic.RUNNER_EVENTS,
              new OrphanFound(
                  OrphanFound.Kind.GITLAB_RUNNER, left.registration().id().toString(), now));
      case LeftoverThing left ->
          out.send(Topic.RUNNER_EVENTS, new OrphanFound(kind(left.thing()), left.resource(), now));
      case UnrecordedRunner _, LostMachine _, AgedMachine _ -> {}
    }
  }

  private static OrphanFound.Kind kind(Thing thing) {
    return switch (thing.kind()) {
      case VOLUME -> OrphanFound.Kind.VOLUME;
      case LAUNCH_TEMPLATE -> OrphanFound.Kind.LAUNCH_TEMPLATE;
    };
  }

  /** Of each sweep another: what a former one's drain kept for its tag goes once that is gone. */
  private static DecisionId bySweep(Instant now) {
    return new DecisionId("sweep-" + now.getEpochSecond());
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
        new RunnerRecord(registration.runner(), registration.pool(), machine, null, now, null);
    Retirement order =
        new Retirement(
            record.runner(),
            record.pool(),
            RetirementReason.ORPHAN,
            true,
            false,
            bySweep(now),
            now);
    return runners
        .lock(List.of(record.runner()))
        .chain(
            known ->
                isKnown(known.get(record.runner()))
                    ? Uni.createFrom().voidItem()
                    : runners.save(record).chain(() -> drains.save(Drain.of(order), now, now)));
  }

  /** Its events may have come since the records were read. */
  private static boolean isKnown(@Nullable RunnerRecord record) {
    return record != null && record.open() && record.machine().located();
  }

  private Uni<Void> retire(AgedMachine aged, Instant now) {
    Known known = aged.known();
    RunnerId runner = known.runner();
    Retirement order =
        new Retirement(
            runner,
            known.pool(),
            RetirementReason.MAX_LIFETIME,
            true,
            aged.hard(),
            bySweep(now),
            now);
    return runners
        .lock(List.of(runner))
        .chain(records -> drains.lock(List.of(runner)))
        .chain(
            before -> {
              Drain drain = before.get(runner);
              return drains.save(drain == null ? Drain.of(order) : drain.ordered(order), now, now);
            });
  }

  /** After the commit. */
  Uni<Void> call(List<Finding> findings) {
    Map<String, List<InstanceId>> orphans = new HashMap<>();
    List<Uni<Void>> calls = new ArrayList<>();
    for (Finding finding : findings) {
      switch (finding) {
        case OrphanInstance orphan ->
            orphans
                .computeIfAbsent(orphan.instance().region(), region -> new ArrayList<>())
                .add(orphan.instance().id());
        case LeftoverRunner left -> calls.add(delete(left.registration()));
        case LeftoverThing left -> calls.add(leftovers.delete(left.thing()));
        case UnrecordedRunner _, LostMachine _, AgedMachine _ -> {}
      }
    }
    orphans.forEach((region, ids) -> calls.add(instances.terminate(region, ids).replaceWithVoid()));
    return InTurn.each(calls, call -> call);
  }

  /** First what it leaves; without an answer to that it stays until the next sweep. */
  private Uni<Void> delete(Registration left) {
    return gitlab
        .leftJobs(left.id())
        .chain(
            seen ->
                switch (seen) {
                  case JobsLeft jobs -> settle(left, jobs).chain(() -> gitlab.delete(left.id()));
                  default -> Uni.createFrom().voidItem();
                })
        .replaceWithVoid();
  }

  private Uni<Integer> settle(Registration left, JobsLeft jobs) {
    Loss loss = new Loss(left.runner(), left.pool(), jobs.jobs(), clock.instant(), false);
    return Panache.withTransaction(() -> rescues.begin(loss));
  }
}
