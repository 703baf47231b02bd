package dev.runnerfleet.replay.dockermachine;

import dev.runnerfleet.replay.dockermachine.config.ConfigToml;
import dev.runnerfleet.replay.dockermachine.config.RunnerEntry;
import dev.runnerfleet.replay.outcome.Course;
import dev.runnerfleet.replay.outcome.Ledger;
import dev.runnerfleet.replay.outcome.Outcome;
import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TracedJob;
import dev.runnerfleet.replay.world.Arrivals;
import dev.runnerfleet.replay.world.Aws;
import dev.runnerfleet.replay.world.Conditions;
import dev.runnerfleet.replay.world.GitLab;
import dev.runnerfleet.replay.world.Watch;
import dev.runnerfleet.sandbox.core.gitlab.runner.AccessLevel;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerScope;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerSettings;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A trace's jobs through a runner manager with docker+machine. */
public final class DockerMachineReplay {

  private final Timeline timeline;
  private final Conditions conditions;
  private final ConfigToml config;
  private final Ledger ledger;
  private final GitLab gitLab = new GitLab();
  private final List<Runner> runners = new ArrayList<>();
  private final List<Ec2> machines = new ArrayList<>();
  private final Map<String, Aws> regions = new HashMap<>();
  private List<EntryLoop> loops;

  private DockerMachineReplay(
      Trace trace, ConfigToml config, Conditions conditions, Trouble trouble, Ledger ledger) {
    this.timeline = new Timeline(trace.start());
    this.conditions = conditions;
    this.config = config;
    this.ledger = ledger;
    for (RunnerEntry entry : config.entries()) {
      runners.add(runner(entry.tags().isEmpty() ? everyTag(trace) : entry.tags()));
      Aws aws = regions.computeIfAbsent(entry.launched().region(), this::region);
      machines.add(new Ec2(entry.launched(), trouble, aws, timeline, ledger));
    }
    loops = start();
    feed(0);
    trouble.restarts().forEach(after -> timeline.after(after, this::restart));
  }

  /** Replays to the end of the last job, or until the watch has seen enough. */
  public static Outcome run(
      Trace trace, ConfigToml config, Conditions conditions, Trouble trouble, Watch watch) {
    Ledger ledger = new Ledger(Course.of(trace));
    DockerMachineReplay replay =
        new DockerMachineReplay(trace, config, conditions, trouble, ledger);
    new Arrivals(replay.timeline, trace, replay::come).play(ledger, watch);
    return ledger.close("docker+machine", 1, replay.timeline.now());
  }

  private Aws region(String name) {
    return new Aws(name, conditions, timeline, new ToAll());
  }

  private List<EntryLoop> start() {
    Surroundings around =
        new Surroundings(
            timeline,
            gitLab,
            ledger,
            new Workers(config.concurrent()),
            new StuckRemovals(),
            conditions.oneWay());
    List<EntryLoop> started = new ArrayList<>();
    for (int i = 0; i < config.entries().size(); i++) {
      started.add(new EntryLoop(config.entries().get(i), runners.get(i), around, machines.get(i)));
    }
    return started;
  }

  // It takes no time; the next turn of an entry comes when it would have come.
  private void restart() {
    List<List<Machine>> known = loops.stream().map(EntryLoop::halt).toList();
    loops = start();
    for (int i = 0; i < loops.size(); i++) {
      loops.get(i).find(known.get(i));
    }
  }

  // One entry after the other, so that each has its turn once in a check interval.
  private void feed(int index) {
    loops.get(index).feed();
    timeline.after(
        config.checkInterval().dividedBy(loops.size()), () -> feed((index + 1) % loops.size()));
  }

  private void come(TracedJob job) {
    ledger.queued(timeline.now());
    boolean taken =
        runners.stream().anyMatch(each -> each.settings().matches(List.copyOf(job.tags()), false));
    if (taken) {
      gitLab.add(gitLab.job(job, timeline.now()));
    } else {
      ledger.unmatched(job.tags(), timeline.now());
    }
  }

  private static Set<String> everyTag(Trace trace) {
    Set<String> tags = new TreeSet<>();
    trace.jobs().forEach(job -> tags.addAll(job.tags()));
    return tags;
  }

  private Runner runner(Set<String> tags) {
    RunnerSettings all =
        new RunnerSettings(
            null, false, false, true, List.copyOf(tags), AccessLevel.NOT_PROTECTED, null, null);
    return new Runner(1, new RunnerScope(RunnerType.GROUP_TYPE, null), "", all, timeline.now());
  }

  /** Each entry knows its own machines. */
  private final class ToAll implements Aws.News {

    @Override
    public void up(String instance) {
      machines.forEach(each -> each.up(instance));
    }

    @Override
    public void warned(String instance) {
      machines.forEach(each -> each.warned(instance));
    }

    @Override
    public void ended(String instance) {
      machines.forEach(each -> each.ended(instance));
    }
  }
}
