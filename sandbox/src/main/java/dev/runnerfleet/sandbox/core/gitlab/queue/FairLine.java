package dev.runnerfleet.sandbox.core.gitlab.queue;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Pending jobs that any runner can either all take or none of, as they ask for the same. The
 * project with the fewest jobs running comes first, and of a project its oldest job.
 */
final class FairLine {
  static final Comparator<Place> FAIREST =
      Comparator.comparingInt(Place::running).thenComparingLong(Place::job);
  static final Comparator<Place> OLDEST = Comparator.comparingLong(Place::job);

  /** A project's foremost job. */
  record Place(int running, long job, long project) {}

  private final NavigableSet<Place> places = new TreeSet<>(FAIREST);
  private final Map<Long, Place> placeOf = new HashMap<>();
  private final Map<Long, NavigableSet<Long>> waiting = new HashMap<>();

  boolean isEmpty() {
    return places.isEmpty();
  }

  boolean has(long project) {
    return placeOf.containsKey(project);
  }

  void add(long project, long job, int running) {
    waiting.computeIfAbsent(project, unused -> new TreeSet<>()).add(job);
    place(project, running);
  }

  void remove(long project, long job, int running) {
    waiting.getOrDefault(project, new TreeSet<>()).remove(job);
    place(project, running);
  }

  /** Puts a project where it belongs now that so many of its jobs run. */
  void place(long project, int running) {
    Place before = placeOf.remove(project);
    if (before != null) {
      places.remove(before);
    }
    NavigableSet<Long> jobs = waiting.get(project);
    if (jobs == null || jobs.isEmpty()) {
      waiting.remove(project);
      return;
    }
    var after = new Place(running, jobs.first(), project);
    placeOf.put(project, after);
    places.add(after);
  }

  @Nullable Place fairest() {
    return places.isEmpty() ? null : places.first();
  }

  /** The oldest job of some projects. */
  @Nullable Place oldest(LongPredicate ofProject) {
    return places.stream()
        .filter(place -> ofProject.test(place.project()))
        .min(OLDEST)
        .orElse(null);
  }
}
