package dev.runnerfleet.scaler.decisions;

import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.ThrottleDomain;
import dev.runnerfleet.contracts.launch.LaunchRunner;
import dev.runnerfleet.contracts.launch.RecallRunner;
import dev.runnerfleet.contracts.retire.DrainRunner;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.retire.TerminateRunner;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.scaler.core.decision.Decision.Launch;
import dev.runnerfleet.scaler.core.decision.Decision.Recall;
import dev.runnerfleet.scaler.core.decision.Decision.Retirement;
import dev.runnerfleet.scaler.core.fleet.Member;
import dev.runnerfleet.scaler.core.fleet.Runner;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Booting;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Requested;
import dev.runnerfleet.scaler.core.fleet.RunnerState.Standing;
import dev.runnerfleet.scaler.fleet.RunnerStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Turns a decision into rows and commands of the same transaction. */
@ApplicationScoped
class Execution {

  private static final Logger LOG = Logger.getLogger(Execution.class);

  private final RunnerStore runners;
  private final DecisionStore decisions;

  Execution(RunnerStore runners, DecisionStore decisions) {
    this.runners = runners;
    this.decisions = decisions;
  }

  Uni<Void> carryOut(Decided decided, Outgoing out) {
    List<Runner> ordered = order(decided, out);
    Map<RunnerId, Runner> changed = new HashMap<>();
    Map<RunnerId, Runner> fleet = new HashMap<>();
    for (Member member : decided.fleet().members()) {
      fleet.put(member.runner().id(), member.runner());
    }
    for (Retirement retirement : decided.decision().retirements()) {
      Runner runner = fleet.get(retirement.runner());
      if (runner != null) {
        changed.put(runner.id(), retire(runner, retirement, decided, out));
      }
    }
    for (Recall recall : decided.decision().recalls()) {
      Runner runner = fleet.get(recall.runner());
      if (runner != null && runner.state() instanceof Requested requested) {
        changed.put(runner.id(), runner.in(requested.recall()));
        recall(decided, recall, out);
      }
    }
    return runners
        .add(ordered, decided.id())
        .chain(() -> runners.save(changed))
        .chain(() -> decisions.add(decided));
  }

  private static List<Runner> order(Decided decided, Outgoing out) {
    List<Runner> ordered = new ArrayList<>();
    Iterator<RunnerId> ids = decided.launched().iterator();
    int revision = decided.pool().spec().revision();
    for (Launch launch : decided.decision().launches()) {
      for (int i = 0; i < launch.count(); i++) {
        RunnerId id = ids.next();
        ordered.add(
            Runner.requested(id, decided.pool().name(), revision, launch.market(), decided.at()));
        out.send(
            Topic.LAUNCH_COMMANDS,
            new LaunchRunner(
                id,
                decided.pool().name(),
                domain(decided),
                revision,
                launch.purpose(),
                launch.market(),
                decided.id(),
                decided.at()));
        LOG.infof(
            "Runner ordered runner=%s pool=%s purpose=%s decision=%s",
            id, decided.pool().name(), launch.purpose(), decided.id());
      }
    }
    return ordered;
  }

  private static Runner retire(
      Runner runner, Retirement retirement, Decided decided, Outgoing out) {
    RetirementReason reason = retirement.reason();
    LOG.infof(
        "Runner to be retired runner=%s pool=%s reason=%s decision=%s",
        runner.id(), runner.pool(), reason, decided.id());
    if (runner.state() instanceof Booting booting) {
      out.send(
          Topic.RETIRE_COMMANDS,
          new TerminateRunner(runner.id(), runner.pool(), reason, decided.id(), decided.at()));
      return runner.in(booting.terminating(reason, decided.at()));
    }
    if (runner.state() instanceof Standing standing) {
      out.send(
          Topic.RETIRE_COMMANDS,
          new DrainRunner(runner.id(), runner.pool(), reason, decided.id(), decided.at()));
      return runner.in(standing.draining(reason, decided.at()));
    }
    return runner;
  }

  private static void recall(Decided decided, Recall recall, Outgoing out) {
    out.send(
        Topic.LAUNCH_COMMANDS,
        new RecallRunner(
            recall.runner(), decided.pool().name(), domain(decided), decided.id(), decided.at()));
    LOG.infof(
        "Runner recalled runner=%s pool=%s reason=%s decision=%s",
        recall.runner(), decided.pool().name(), recall.reason(), decided.id());
  }

  private static ThrottleDomain domain(Decided decided) {
    return decided.pool().spec().throttleDomain();
  }
}
