package dev.runnerfleet.replay.fleet;

import dev.runnerfleet.contracts.DecisionId;
import dev.runnerfleet.contracts.retire.RetirementReason;
import dev.runnerfleet.contracts.retire.TerminateRunner;
import dev.runnerfleet.contracts.runner.RunnerEvent;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import dev.runnerfleet.contracts.runner.RunnerRegistered;
import dev.runnerfleet.replay.outcome.Ledger;
import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.replay.world.Aws;
import dev.runnerfleet.replay.world.Hosts;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What becomes of one region's machines, and who is told of it. */
final class Machines implements Aws.News {

  private static final Duration WARNING = Duration.ofMinutes(2);

  private final Timeline timeline;
  private final Hosts hosts;
  private final Ledger ledger;
  private final Consumer<RunnerEvent> tell;
  private @Nullable Region region;

  Machines(Timeline timeline, Hosts hosts, Ledger ledger, Consumer<RunnerEvent> tell) {
    this.timeline = timeline;
    this.hosts = hosts;
    this.ledger = ledger;
    this.tell = tell;
  }

  /** The region is made of an AWS that needs these first. */
  void in(Region made) {
    region = made;
  }

  private Region region() {
    Region known = region;
    if (known == null) {
      throw new IllegalStateException("A machine before there is a region");
    }
    return known;
  }

  @Override
  public void up(String instance) {
    region().units().of(instance).filter(unit -> !unit.hasEnded()).ifPresent(this::enrol);
  }

  private void enrol(Unit unit) {
    int slots = unit.pool().capacity().slotsPerRunner();
    unit.enrolled(hosts.register(unit.instance().value(), Runners.of(unit, timeline.now()), slots));
    tell.accept(
        new RunnerRegistered(
            unit.runner(),
            unit.pool().name(),
            unit.instance(),
            unit.gitLabRunner(),
            timeline.now()));
  }

  @Override
  public void warned(String instance) {
    region().units().of(instance).ifPresent(this::warned);
  }

  private void warned(Unit unit) {
    Instant now = timeline.now();
    ledger.interrupted();
    tell.accept(
        new RunnerInterrupted(
            unit.runner(),
            unit.pool().name(),
            unit.instance(),
            RunnerInterrupted.Kind.SPOT_INTERRUPTION,
            now.plus(WARNING),
            now));
    region().provisioning().interrupted(unit.pool().name(), unit.instance().value());
    region()
        .reaping()
        .order(
            new TerminateRunner(
                unit.runner(),
                unit.pool().name(),
                RetirementReason.INTERRUPTED,
                new DecisionId("interruption"),
                now));
  }

  @Override
  public void ended(String instance) {
    region()
        .units()
        .of(instance)
        .filter(unit -> region().units().end(unit))
        .map(Unit::host)
        .ifPresent(hosts::lose);
  }
}
