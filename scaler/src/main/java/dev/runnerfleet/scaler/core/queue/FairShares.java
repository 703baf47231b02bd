package dev.runnerfleet.scaler.core.queue;

import dev.runnerfleet.contracts.ProjectId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each project has of a capacity that does not do for all: one after the other counts one job
 * until nothing is left, so that a project's thousand jobs do not starve another's three.
 */
public final class FairShares {

  private FairShares() {}

  /** How many of each project's jobs count. */
  public static Map<ProjectId, Integer> of(Map<ProjectId, Integer> jobs, int capacity) {
    List<Map.Entry<ProjectId, Integer>> smallestFirst =
        jobs.entrySet().stream()
            .sorted(
                Map.Entry.<ProjectId, Integer>comparingByValue()
                    .thenComparing(
                        Map.Entry.comparingByKey(Comparator.comparing(ProjectId::value))))
            .toList();
    Map<ProjectId, Integer> shares = new TreeMap<>(Comparator.comparing(ProjectId::value));
    int left = Math.max(0, capacity);
    int waiting = smallestFirst.size();
    for (Map.Entry<ProjectId, Integer> each : smallestFirst) {
      // What does not divide goes, one each, to those that come last and ask for most.
      int share = Math.min(each.getValue(), left / waiting);
      shares.put(each.getKey(), share);
      left -= share;
      waiting--;
    }
    return shares;
  }

  /** The jobs of the queue that count, by project. */
  public static Map<ProjectId, Integer> of(Queue queue, int capacity) {
    Map<ProjectId, Integer> jobs = new TreeMap<>(Comparator.comparing(ProjectId::value));
    queue.shares().forEach(share -> jobs.merge(share.project(), share.jobs(), Integer::sum));
    return of(jobs, capacity);
  }
}
