package dev.runnerfleet.scaler.core.queue;

import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.runner.Offering.Market;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that wait for a pool, counted by what tells them apart for a decision.
 *
 * @param shares jobs by project and market, at most one of each
 * @param oldest since when the one that waits longest does
 * @param arrived those of the jobs that came with what led to this decision: no decision before it
 *     saw them, and none after it will take them for new
 */
public record Queue(List<Share> shares, @Nullable Instant oldest, List<Share> arrived) {

  private static final Comparator<Share> ORDER =
      Comparator.comparingLong((Share share) -> share.project().value())
          .thenComparing(Share::market, Comparator.nullsLast(Comparator.naturalOrder()));

  public static final Queue EMPTY = new Queue(List.of(), null);

  /** Always in the same order, so that equal queues lead to equal decisions. */
  public Queue {
    shares = inOrder(shares);
    arrived = inOrder(arrived);
  }

  /** None of them new. */
  public Queue(List<Share> shares, @Nullable Instant oldest) {
    this(shares, oldest, List.of());
  }

  /** Those of the jobs that are queued. */
  public static Queue of(Collection<Job> jobs) {
    Optional<Instant> oldest =
        jobs.stream()
            .filter(Job::isQueued)
            .map(Job::wish)
            .filter(Objects::nonNull)
            .map(Wish::queuedAt)
            .min(Comparator.naturalOrder());
    return new Queue(shares(jobs), oldest.orElse(null));
  }

  /** This queue, to which these of its jobs are new. */
  public Queue arriving(Collection<Job> jobs) {
    return new Queue(shares, oldest, shares(jobs));
  }

  /**
   * The same queue where there are no on-demand machines: jobs that were to get one, for their like
   * was lost on spot, take what there is.
   */
  public Queue withoutOnDemand() {
    return new Queue(withoutOnDemand(shares), oldest, withoutOnDemand(arrived));
  }

  /** How many jobs wait. */
  public int waiting() {
    return shares.stream().mapToInt(Share::jobs).sum();
  }

  /** How many of them no other market will do for; null: those that any will. */
  public int waiting(@Nullable Market market) {
    return jobs(shares, market);
  }

  /** How many of these are new. */
  public int arrived(@Nullable Market market) {
    return jobs(arrived, market);
  }

  private static int jobs(List<Share> shares, @Nullable Market market) {
    return shares.stream().filter(share -> share.market() == market).mapToInt(Share::jobs).sum();
  }

  private static List<Share> inOrder(List<Share> shares) {
    return shares.stream().filter(share -> share.jobs() > 0).sorted(ORDER).toList();
  }

  private static List<Share> withoutOnDemand(List<Share> shares) {
    Map<Share, Integer> counts = new TreeMap<>(ORDER);
    for (Share share : shares) {
      Market market = share.market() == Market.ON_DEMAND ? null : share.market();
      counts.merge(new Share(share.project(), market, 1), share.jobs(), Integer::sum);
    }
    return shares(counts);
  }

  private static List<Share> shares(Collection<Job> jobs) {
    Map<Share, Integer> counts = new TreeMap<>(ORDER);
    for (Job job : jobs) {
      if (job.isQueued() && job.wish() != null) {
        counts.merge(new Share(job.project(), job.market(), 1), 1, Integer::sum);
      }
    }
    return shares(counts);
  }

  private static List<Share> shares(Map<Share, Integer> counts) {
    List<Share> shares = new ArrayList<>();
    counts.forEach((one, count) -> shares.add(new Share(one.project(), one.market(), count)));
    return shares;
  }

  /**
   * A project's jobs that ask for the same.
   *
   * @param market the only one that will do; null: any
   */
  public record Share(ProjectId project, @Nullable Market market, int jobs) {}
}
