package dev.runnerfleet.replay.world;

import dev.runnerfleet.replay.time.Timeline;
import dev.runnerfleet.replay.trace.TracedJob;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Machines that ask for jobs themselves, as Runnerfleet's do: each waits at GitLab's door (long
 * polling, on by default in GitLab Runner's chart and Omnibus), so a job that comes is given at
 * once to one of those that wait, whichever was heard first.
 */
public final class Hosts {

  private final Timeline timeline;
  private final GitLab gitLab;
  private final Duration oneWay;
  private final SplittableRandom random;
  private final News news;
  private final Map<RunnerSettings, List<Host>> free = new LinkedHashMap<>();

  /** Who hears of what becomes of jobs, at the time that GitLab knows it. */
  public interface News {
    void queued(Work work);

    /** A machine has it, and begins with it then, which is a message's way later. */
    void given(Work work, Host host, Instant startsAt);

    void finished(Work work, Host host);

    /** Its machine went under it. */
    void cut(Work work, Host host, Duration ran);
  }

  public Hosts(
      Timeline timeline, GitLab gitLab, Conditions conditions, SplittableRandom random, News news) {
    this.timeline = timeline;
    this.gitLab = gitLab;
    this.oneWay = conditions.oneWay();
    this.random = random;
    this.news = news;
  }

  /** A job becomes pending. */
  public void queue(TracedJob traced) {
    queue(gitLab.job(traced, timeline.now()));
  }

  /** A job that was cut short is tried again. */
  public void retry(Work work) {
    queue(gitLab.again(work, timeline.now()));
  }

  private void queue(Work work) {
    gitLab.add(work);
    news.queued(work);
    List<List<Host>> lines =
        free.entrySet().stream()
            .filter(line -> line.getKey().matches(work.job().tags(), false))
            .map(Map.Entry::getValue)
            .toList();
    int hosts = lines.stream().mapToInt(List::size).sum();
    if (hosts > 0) {
      Host host = pick(lines, random.nextInt(hosts));
      gitLab.give(work, host.runner());
      given(work, host);
    }
  }

  private static Host pick(List<List<Host>> lines, int index) {
    int left = index;
    for (List<Host> line : lines) {
      if (left < line.size()) {
        return line.get(left);
      }
      left -= line.size();
    }
    throw new IllegalStateException("No such host");
  }

  /** A machine's runner asks for its first jobs. */
  public Host register(String instance, Runner runner, int slots) {
    Host host = new Host(instance, runner, slots);
    timeline.after(oneWay, () -> ask(host));
    return host;
  }

  private void ask(Host host) {
    while (host.isFree()) {
      var next = gitLab.request(host.runner());
      if (next.isEmpty()) {
        break;
      }
      given(next.get(), host);
    }
    place(host);
  }

  private void given(Work work, Host host) {
    host.runs().put(work.id(), new Run(work, timeline.now().plus(oneWay)));
    place(host);
    news.given(work, host, timeline.now().plus(oneWay));
    timeline.after(oneWay.multipliedBy(2).plus(work.duration()), () -> finish(work, host));
  }

  // GitLab hears of the end a message's way after it, and with it the runner asks for the next.
  private void finish(Work work, Host host) {
    if (host.runs().remove(work.id()) == null) {
      return;
    }
    gitLab.ended(work);
    news.finished(work, host);
    ask(host);
  }

  /** GitLab gives it no more jobs, or does so again. */
  public void pause(Host host, boolean on) {
    host.pause(on);
    ask(host);
  }

  /** The machine is gone, and with it what ran there. */
  public void lose(Host host) {
    host.end();
    place(host);
    for (Run run : List.copyOf(host.runs().values())) {
      Duration ran = Duration.between(run.startedAt(), timeline.now());
      host.runs().remove(run.work().id());
      gitLab.ended(run.work());
      news.cut(run.work(), host, ran.isNegative() ? Duration.ZERO : ran);
    }
  }

  private void place(Host host) {
    List<Host> line = free.computeIfAbsent(host.runner().settings(), unused -> new ArrayList<>());
    if (host.isFree() && host.place < 0) {
      host.place = line.size();
      line.add(host);
    } else if (!host.isFree() && host.place >= 0) {
      Host last = line.removeLast();
      if (last != host) {
        line.set(host.place, last);
        last.place = host.place;
      }
      host.place = -1;
    }
  }
}
