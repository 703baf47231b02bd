package dev.runnerfleet.jobwatcher.poll;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.core.Stage;
import dev.runnerfleet.jobwatcher.gitlab.ListedJob;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All active jobs of a project, as GitLab listed them.
 *
 * @param began when GitLab was first asked; what was seen after that may rightly be missing
 */
record Listing(ProjectId project, Instant began, List<ListedJob> jobs) {

  Listing {
    jobs = List.copyOf(jobs);
  }

  Set<JobId> ids() {
    return jobs.stream().map(listed -> listed.job().id()).collect(Collectors.toSet());
  }

  /** The refs of which it matters whether they are protected. */
  Set<Ref> refs() {
    return jobs.stream()
        .filter(Listing::isPending)
        .map(listed -> listed.job().ref())
        .collect(Collectors.toSet());
  }

  /** The tags of each job name; of several jobs of a name, the youngest's. */
  Map<String, Set<String>> tagsByName() {
    Map<String, Set<String>> tags = new HashMap<>();
    jobs.stream()
        .sorted((one, other) -> Long.compare(one.job().id().value(), other.job().id().value()))
        .forEach(listed -> tags.put(listed.job().name(), listed.tags()));
    return tags;
  }

  static boolean isPending(ListedJob listed) {
    return listed.status().filter(status -> status.stage() == Stage.PENDING).isPresent();
  }
}
