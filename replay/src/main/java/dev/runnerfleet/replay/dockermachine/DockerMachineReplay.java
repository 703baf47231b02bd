package dev.runnerfleet.replay.dockermachine;

import dev.runnerfleet.contracts.runner.Offering;
import dev.runnerfleet.replay.outcome.Course;
import dev.runnerfleet.replay.outcome.Ledger;
import dev.runnerfleet.replay.outcome.Outcome;
import dev.runnerfleet.replay.outcome.Rented;
import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TracedJob;
import dev.runnerfleet.replay.world.Arrivals;
import dev.runnerfleet.replay.world.Aws;
import dev.runnerfleet.replay.world.Conditions;
import dev.runnerfleet.replay.world.GitLab;
import dev.runnerfleet.replay.world.Watch;
import dev.runnerfleet.sandbox.core.aws.api.Refusal;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import dev.runnerfleet.sandbox.core.aws.instance.Instance;
import dev.runnerfleet.sandbox.core.gitlab.runner.AccessLevel;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerScope;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerSettings;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A trace's jobs through a runner manager with docker+machine. */
public final class DockerMachineReplay {

  /** docker-machine asks for the instance so often until it is up, since it keeps the address. */
  private static final int DESCRIBES = 13;

  private final Timeline timeline;
  private final Conditions conditions;
  private final ConfigToml config;
  private final Ledger ledger;
  private final GitLab gitLab = new GitLab();
  private final List<EntryLoop> loops = new ArrayList<>();
  private final List<RunnerSettings> settings = new ArrayList<>();

  private DockerMachineReplay(
      Trace trace, ConfigToml config, Conditions conditions, Ledger ledger) {
    this.timeline = new Timeline(trace.start());
    this.conditions = conditions;
    this.config = config;
    this.ledger = ledger;
    Workers workers = new Workers(config.concurrent());
    for (RunnerEntry entry : config.entries()) {
      Runner runner = runner(entry.tags().isEmpty() ? everyTag(trace) : entry.tags());
      settings.add(runner.settings());
      loops.add(
          new EntryLoop(
              entry,
              runner,
              timeline,
              gitLab,
              ledger,
              workers,
              conditions.oneWay(),
              new Cloud(entry.launched())));
    }
    feed(0);
  }

  /** Replays to the end of the last job, or until the watch has seen enough. */
  public static Outcome run(Trace trace, ConfigToml config, Conditions conditions, Watch watch) {
    Duration length =
        trace.jobs().isEmpty()
            ? Duration.ZERO
            : Duration.between(trace.start(), trace.jobs().getLast().queuedAt());
    Ledger ledger = new Ledger(new Course(trace.start(), length));
    DockerMachineReplay replay = new DockerMachineReplay(trace, config, conditions, ledger);
    Arrivals arrivals = new Arrivals(replay.timeline, trace, replay::come);
    long steps = 0;
    while ((!arrivals.over() || ledger.unsettled() > 0) && replay.timeline.step()) {
      if (++steps % Watch.STEPS == 0 && !watch.goesOn(replay.timeline.now(), ledger.endedSoFar())) {
        break;
      }
    }
    return ledger.close("docker+machine", 1, replay.timeline.now());
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
        settings.stream().anyMatch(each -> each.matches(List.copyOf(job.tags()), false));
    if (taken) {
      gitLab.add(gitLab.job(job, timeline.now()));
    } else {
      ledger.unmatched(timeline.now());
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

  /** One entry's machines at AWS. */
  private final class Cloud implements Hardware, Aws.News {
    private final RunnerEntry.Launched what;
    private final Aws aws;
    private final Map<String, News> news = new HashMap<>();
    private final Map<String, Rented> rented = new HashMap<>();
    private final Map<Machine, String> instances = new HashMap<>();

    Cloud(RunnerEntry.Launched what) {
      this.what = what;
      this.aws = new Aws(what.region(), conditions, timeline, this);
    }

    @Override
    public boolean launch(Machine machine, News told) {
      ledger.called("RunInstances");
      for (int i = 0; i < DESCRIBES; i++) {
        ledger.called("DescribeInstances");
      }
      try {
        Instance instance = aws.runInstance(what.type(), what.market(), what.zone());
        instances.put(machine, instance.id());
        news.put(instance.id(), told);
        rented.put(
            instance.id(),
            ledger.rent(
                what.market() == Market.SPOT ? Offering.Market.SPOT : Offering.Market.ON_DEMAND,
                instance.hourlyPrice(),
                instance.offering().type().onDemandPrice(),
                timeline.now()));
        return true;
      } catch (Refusal refusal) {
        ledger.refused("RunInstances");
        return false;
      }
    }

    @Override
    public void terminate(Machine machine) {
      String instance = instances.remove(machine);
      if (instance != null) {
        ledger.called("TerminateInstances");
        news.remove(instance);
        aws.end(instance);
      }
    }

    @Override
    public void up(String instance) {
      News told = news.get(instance);
      if (told != null) {
        told.up();
      }
    }

    // docker+machine knows nothing of AWS's warnings.
    @Override
    public void warned(String instance) {
      ledger.interrupted();
    }

    @Override
    public void ended(String instance) {
      Rented bill = rented.remove(instance);
      if (bill != null) {
        ledger.giveBack(bill, timeline.now());
      }
      News told = news.remove(instance);
      if (told != null) {
        told.lost();
      }
    }
  }
}
