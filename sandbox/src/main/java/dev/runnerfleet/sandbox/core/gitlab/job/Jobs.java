package dev.runnerfleet.sandbox.core.gitlab.job;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All jobs, found by id, project and status, pipeline, runner and machine. */
public final class Jobs {
  private record Shelf(long projectId, JobStatus status) {}

  private final Map<Long, Job> byId = new HashMap<>();
  private final Map<Shelf, NavigableSet<Long>> shelves = new HashMap<>();
  private final Map<JobStatus, NavigableSet<Long>> ofInstance = new EnumMap<>(JobStatus.class);
  private final Map<Long, List<Long>> byPipeline = new HashMap<>();
  private final Map<Long, NavigableSet<Long>> byRunner = new HashMap<>();
  private final Map<Long, Integer> runningByRunner = new HashMap<>();
  private final Map<String, Integer> runningBySystem = new HashMap<>();
  private final Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);

  public @Nullable Job find(long id) {
    return byId.get(id);
  }

  /** A job that is known to be there, as jobs are never deleted. */
  public Job get(long id) {
    return Objects.requireNonNull(byId.get(id));
  }

  public void put(Job job) {
    Job before = byId.put(job.id(), job);
    if (before == null) {
      byPipeline.computeIfAbsent(job.pipelineId(), unused -> new ArrayList<>()).add(job.id());
    } else {
      count(before, -1);
      shelf(before).remove(job.id());
      ofInstance(before).remove(job.id());
    }
    count(job, 1);
    shelf(job).add(job.id());
    ofInstance(job).add(job.id());
    Long runner = job.runnerId();
    if (runner != null) {
      byRunner.computeIfAbsent(runner, unused -> new TreeSet<>()).add(job.id());
    }
  }

  private NavigableSet<Long> shelf(Job job) {
    var key = new Shelf(job.projectId(), job.status());
    return shelves.computeIfAbsent(key, unused -> new TreeSet<>());
  }

  private NavigableSet<Long> ofInstance(Job job) {
    return ofInstance.computeIfAbsent(job.status(), unused -> new TreeSet<>());
  }

  /**
   * A stretch of all projects' jobs, the latest first.
   *
   * @param below only ids below this one; null from the start
   */
  public List<Job> latestOfInstance(Set<JobStatus> statuses, @Nullable Long below, int limit) {
    return statuses.stream()
        .map(status -> ofInstance.getOrDefault(status, new TreeSet<>()).descendingSet())
        .map(ids -> below == null ? ids : ids.tailSet(below, false))
        .flatMap(ids -> ids.stream().limit(limit))
        .sorted(Comparator.reverseOrder())
        .limit(limit)
        .map(this::get)
        .toList();
  }

  private void count(Job job, int change) {
    counts.merge(job.status(), (long) change, Long::sum);
    Assignment assignment = job.progress().assignment();
    if (assignment != null && job.status().isExecuting()) {
      add(runningByRunner, assignment.runnerId(), change);
      add(runningBySystem, assignment.systemId(), change);
    }
  }

  private static <K> void add(Map<K, Integer> counts, K key, int change) {
    int sum = counts.getOrDefault(key, 0) + change;
    if (sum == 0) {
      counts.remove(key);
    } else {
      counts.put(key, sum);
    }
  }

  /** How many of a project's jobs have one of these statuses. */
  public int count(long projectId, Set<JobStatus> statuses) {
    return statuses.stream()
        .mapToInt(s -> shelves.getOrDefault(new Shelf(projectId, s), new TreeSet<>()).size())
        .sum();
  }

  /**
   * A stretch of a project's jobs in the order of their ids.
   *
   * @param beyond only ids after this one in that order; null from the start
   * @param skip how many of them to leave out first
   */
  public List<Job> page(
      long projectId,
      Set<JobStatus> statuses,
      boolean ascending,
      @Nullable Long beyond,
      int skip,
      int limit) {
    Comparator<Long> order = ascending ? Comparator.naturalOrder() : Comparator.reverseOrder();
    return statuses.stream()
        .map(status -> shelves.get(new Shelf(projectId, status)))
        .filter(Objects::nonNull)
        .map(shelf -> ascending ? shelf : shelf.descendingSet())
        .map(shelf -> beyond == null ? shelf : shelf.tailSet(beyond, false))
        .flatMap(shelf -> shelf.stream().limit((long) skip + limit))
        .sorted(order)
        .skip(skip)
        .limit(limit)
        .map(this::get)
        .toList();
  }

  /** A pipeline's jobs as they were made, the retried ones among them. */
  public List<Job> ofPipeline(long pipelineId) {
    return byPipeline.getOrDefault(pipelineId, List.of()).stream().map(this::get).toList();
  }

  /** What a runner ran or runs, the last first. */
  public Stream<Job> ofRunner(long runnerId) {
    Collection<Long> ids = byRunner.getOrDefault(runnerId, new TreeSet<>()).descendingSet();
    return ids.stream().map(this::get);
  }

  public boolean isRunnerBusy(long runnerId) {
    return runningByRunner.containsKey(runnerId);
  }

  public boolean isSystemBusy(String systemId) {
    return runningBySystem.containsKey(systemId);
  }

  /** The last job in a job's place, which is itself unless it was retried. */
  public Job latest(long id) {
    Job job = get(id);
    Long next = job.retriedAs();
    while (next != null) {
      job = get(next);
      next = job.retriedAs();
    }
    return job;
  }

  /** Jobs by status, in GitLab's words; statuses that no job has are left out. */
  public Map<String, Long> counts() {
    var named = new TreeMap<String, Long>();
    counts.forEach(
        (status, count) -> {
          if (count > 0) {
            named.put(status.wireName(), count);
          }
        });
    return named;
  }
}
