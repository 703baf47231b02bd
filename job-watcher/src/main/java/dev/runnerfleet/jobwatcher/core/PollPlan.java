package dev.runnerfleet.jobwatcher.core;

import dev.runnerfleet.contracts.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which projects a poll lists: those whose time has come, the most overdue for their interval
 * first, as many as there are requests for.
 *
 * @param projects in the order in which they are to be listed
 * @param leftOut those that were due as well, for which there was no request left
 */
public record PollPlan(List<ProjectId> projects, int leftOut) {

  /** After an hour's silence a project is listed every five minutes, if it may wait that long. */
  private static final int SILENCE = 12;

  public PollPlan {
    projects = List.copyOf(projects);
  }

  /**
   * A project as far as its turn goes.
   *
   * @param active whether a job of it is believed queued or running
   * @param heardOf when something was last heard of one of its jobs
   * @param listedAt when its last complete listing began
   */
  public record Watched(
      ProjectId project, boolean active, @Nullable Instant heardOf, @Nullable Instant listedAt) {}

  /**
   * The intervals between two listings of a project.
   *
   * @param usual of one with active jobs or recent news
   * @param longest of one that has been silent for long; never less than the usual one
   */
  public record Pace(Duration usual, Duration longest) {
    public Pace {
      longest = longest.compareTo(usual) < 0 ? usual : longest;
    }

    /** After which silence a project is listed at its longest interval, however long ago it was. */
    public Duration silentAfter() {
      return longest.multipliedBy(SILENCE);
    }
  }

  /** Plans a poll that may list so many projects. */
  public static PollPlan of(Collection<Watched> all, Pace pace, int most, Instant now) {
    List<ProjectId> due =
        all.stream()
            .filter(each -> overdue(each, pace, now) >= 1)
            .sorted(
                Comparator.comparingDouble((Watched each) -> overdue(each, pace, now))
                    .reversed()
                    .thenComparing(each -> each.project().value()))
            .map(Watched::project)
            .toList();
    return new PollPlan(
        due.subList(0, Math.min(most, due.size())), due.size() - Math.min(most, due.size()));
  }

  /** A poll of all of them, those that wait longest first. */
  public static PollPlan everything(Collection<Watched> all) {
    return new PollPlan(
        all.stream()
            .sorted(
                Comparator.comparing(
                        (Watched each) -> each.listedAt() == null ? Instant.EPOCH : each.listedAt())
                    .thenComparing(each -> each.project().value()))
            .map(Watched::project)
            .toList(),
        0);
  }

  /** Time since the last listing as a share of the project's interval. */
  private static double overdue(Watched each, Pace pace, Instant now) {
    if (each.listedAt() == null) {
      return Double.MAX_VALUE;
    }
    double since = Duration.between(each.listedAt(), now).toMillis();
    return since / interval(each, pace, now).toMillis();
  }

  private static Duration interval(Watched each, Pace pace, Instant now) {
    if (each.active()) {
      return pace.usual();
    }
    if (each.heardOf() == null) {
      return pace.longest();
    }
    Duration wanted = Duration.between(each.heardOf(), now).dividedBy(SILENCE);
    Duration atLeast = wanted.compareTo(pace.usual()) < 0 ? pace.usual() : wanted;
    return atLeast.compareTo(pace.longest()) > 0 ? pace.longest() : atLeast;
  }
}
