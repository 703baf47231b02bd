package dev.runnerfleet.scaler.core.queue;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that wait for a pool.
 *
 * @param waiting how many are queued and assigned to the pool
 * @param oldest since when the one that waits longest does
 */
public record Queue(int waiting, @Nullable Instant oldest) {

  public static final Queue EMPTY = new Queue(0, null);

  /** Those of the jobs that are queued. */
  public static Queue of(Collection<Job> jobs) {
    List<Job> queued = jobs.stream().filter(Job::isQueued).toList();
    Optional<Instant> oldest =
        queued.stream()
            .map(Job::wish)
            .filter(Objects::nonNull)
            .map(Wish::queuedAt)
            .min(Comparator.naturalOrder());
    return new Queue(queued.size(), oldest.orElse(null));
  }
}
