package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.retire.RetireCommand;
import dev.runnerfleet.contracts.runner.RunnerDraining;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerKept;
import dev.runnerfleet.contracts.runner.RunnerTerminated;
import dev.runnerfleet.reaper.core.Machine;
import dev.runnerfleet.reaper.core.drain.Action;
import dev.runnerfleet.reaper.core.drain.Drain;
import dev.runnerfleet.reaper.core.drain.Observation;
import dev.runnerfleet.reaper.core.drain.Retirement;
import dev.runnerfleet.reaper.core.drain.Step;
import dev.runnerfleet.replay.outcome.Ledger;
import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.replay.world.Aws;
import dev.runnerfleet.replay.world.Host;
import dev.runnerfleet.replay.world.Hosts;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The reaper in one region: carries each drain from call to call until its machine is gone. */
final class Reaping {

  /** As the reaper's {@code runnerfleet.drain-grace} has it. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final String TERMINATE = "TerminateInstances";
  private static final String DESCRIBE = "DescribeInstances";

  private final Timeline timeline;
  private final Units units;
  private final Aws aws;
  private final Hosts hosts;
  private final Ledger ledger;
  private final Duration oneWay;
  private final Consumer<RunnerEvent> tell;
  private final Map<RunnerId, Drain> drains = new HashMap<>();

  Reaping(
      Timeline timeline,
      Units units,
      Aws aws,
      Hosts hosts,
      Ledger ledger,
      Duration oneWay,
      Consumer<RunnerEvent> tell) {
    this.timeline = timeline;
    this.units = units;
    this.aws = aws;
    this.hosts = hosts;
    this.ledger = ledger;
    this.oneWay = oneWay;
    this.tell = tell;
  }

  void order(RetireCommand command) {
    Retirement order = Retirement.of(command);
    Drain known = drains.get(order.runner());
    if (known != null) {
      drains.put(order.runner(), known.ordered(order));
      return;
    }
    drains.put(order.runner(), Drain.of(order));
    go(order.runner());
  }

  private void go(RunnerId runner) {
    Drain drain = drains.get(runner);
    if (drain == null || drain.ended()) {
      drains.remove(runner);
      return;
    }
    Action action = drain.action(machine(runner));
    Instant asked = timeline.now();
    timeline.after(
        oneWay,
        () -> {
          Observation seen = make(action, runner, asked);
          timeline.after(oneWay, () -> settle(runner, seen));
        });
  }

  private void settle(RunnerId runner, Observation seen) {
    Drain drain = drains.get(runner);
    if (drain == null) {
      return;
    }
    Step step = drain.next(seen, machine(runner), GRACE, timeline.now());
    drains.put(runner, step.next());
    step.tell().ifPresent(news -> tell(news, step.next().retirement()));
    timeline.after(step.rest(), () -> go(runner));
  }

  private void tell(Step.Tell news, Retirement order) {
    Instant now = timeline.now();
    switch (news) {
      case DRAINING ->
          tell.accept(new RunnerDraining(order.runner(), order.pool(), order.reason(), now));
      case KEPT -> tell.accept(new RunnerKept(order.runner(), order.pool(), now));
      case TERMINATED -> {
        Unit unit = unit(order.runner());
        if (unit != null) {
          tell.accept(
              new RunnerTerminated(
                  order.runner(), order.pool(), unit.instance(), order.reason(), now));
          units.forget(unit);
        }
      }
    }
  }

  private Observation make(Action action, RunnerId runner, Instant asked) {
    Unit unit = unit(runner);
    Host host = unit == null ? null : unit.host();
    if (unit == null) {
      return new Observation.Unknown();
    }
    return switch (action) {
      case AWAIT, NONE -> new Observation.Unknown();
      case FIND_RUNNER ->
          host == null
              ? new Observation.RunnerNotFound(asked)
              : new Observation.RunnerFound(unit.gitLabRunner());
      case PAUSE -> {
        if (host == null) {
          yield new Observation.RunnerMissing();
        }
        hosts.pause(host, true);
        yield new Observation.RunnerPaused();
      }
      case UNPAUSE -> {
        if (host == null) {
          yield new Observation.RunnerMissing();
        }
        hosts.pause(host, false);
        yield new Observation.RunnerUnpaused();
      }
      case LIST_JOBS ->
          host != null && host.isBusy()
              ? new Observation.JobsRunning(List.of())
              : new Observation.NoRunningJobs(asked);
      case LIST_LEFT_JOBS -> new Observation.JobsLeft(List.of());
      case DELETE_RUNNER -> new Observation.RunnerDeleted(null);
      case TERMINATE -> terminate(unit);
      case CHECK, CONFIRM -> confirm(unit);
    };
  }

  private Observation terminate(Unit unit) {
    ledger.called(TERMINATE);
    try {
      aws.terminate(unit.instance().value());
      return new Observation.TerminationAccepted();
    } catch (Refusal refusal) {
      ledger.refused(TERMINATE);
      return new Observation.Unknown();
    }
  }

  private Observation confirm(Unit unit) {
    ledger.called(DESCRIBE);
    return switch (aws.state(unit.instance().value())) {
      case TERMINATED -> new Observation.InstanceGone();
      case SHUTTING_DOWN -> new Observation.InstanceStopping();
      case PENDING, RUNNING -> new Observation.InstanceUp();
    };
  }

  private @Nullable Unit unit(RunnerId runner) {
    return units.of(runner).orElse(null);
  }

  private Machine machine(RunnerId runner) {
    Unit unit = unit(runner);
    if (unit == null) {
      return Machine.UNKNOWN;
    }
    GitLabRunnerId registered = unit.host() == null ? null : unit.gitLabRunner();
    return new Machine(unit.instance(), unit.pool().region(), registered, unit.launchedAt());
  }
}
