package dev.runnerfleet.jobwatcher.running;

import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.jobwatcher.WatcherMetrics.Source;
import dev.runnerfleet.jobwatcher.core.KnownJob;
import dev.runnerfleet.jobwatcher.core.Observation;
import dev.runnerfleet.jobwatcher.core.Reconciliation;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.core.Tracked;
import dev.runnerfleet.jobwatcher.job.Collision;
import dev.runnerfleet.jobwatcher.job.Sightings;
import dev.runnerfleet.jobwatcher.source.JobSource;
import dev.runnerfleet.jobwatcher.source.ListedJob;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Asks the source what became of jobs that are believed active, and takes what it says down. */
@ApplicationScoped
public class Verification {

  /** Bounds a transaction; a webhook for one of its jobs waits that long. */
  private static final int AT_ONCE = 200;

  private final JobSource source;
  private final Sightings sightings;
  private final Outbox outbox;
  private final Clock clock;

  Verification(JobSource source, Sightings sightings, Outbox outbox, Clock clock) {
    this.source = source;
    this.sightings = sightings;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Asks about each and takes all of it down; fails where the source is away. */
  Uni<Void> verify(List<KnownJob> believed) {
    List<Observation> seen = new ArrayList<>();
    return InTurn.each(believed, each -> whatBecameOf(each).invoke(now -> now.ifPresent(seen::add)))
        .chain(() -> takeDown(seen))
        .replaceWithVoid();
  }

  /** What the source says of it now; nothing where it has a word for it that is not known here. */
  public Uni<Optional<Observation>> whatBecameOf(KnownJob believed) {
    return source
        .job(believed.job().project(), believed.job().id(), Purpose.POLL)
        .map(found -> found.isEmpty() ? vanished(believed) : observed(found.get()));
  }

  /**
   * Takes down what was seen, and sends what follows.
   *
   * @return how many told something new
   */
  public Uni<Integer> takeDown(List<Observation> seen) {
    List<List<Observation>> parts =
        IntStream.iterate(0, from -> from < seen.size(), from -> from + AT_ONCE)
            .mapToObj(from -> seen.subList(from, Math.min(from + AT_ONCE, seen.size())))
            .toList();
    List<Tracked> all = new ArrayList<>();
    return InTurn.each(parts, some -> commit(some).invoke(all::addAll))
        .map(done -> (int) all.stream().filter(Tracked::isNews).count());
  }

  private Uni<List<Tracked>> commit(List<Observation> some) {
    return outbox
        .commit(out -> sightings.record(some, out))
        .onFailure(Collision::is)
        .retry()
        .atMost(Collision.RETRIES)
        .invoke(tracked -> sightings.committed(tracked, Source.POLL));
  }

  private Optional<Observation> vanished(KnownJob believed) {
    return Optional.of(Reconciliation.vanished(believed, clock.instant()));
  }

  private static Optional<Observation> observed(ListedJob found) {
    return found.status().map(status -> new Observation(found.job(), status));
  }
}
