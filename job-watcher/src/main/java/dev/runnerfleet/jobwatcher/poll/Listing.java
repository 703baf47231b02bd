package dev.runnerfleet.jobwatcher.poll;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.core.Stage;
import dev.runnerfleet.jobwatcher.source.ListedJob;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All active jobs of a project, or of several, as their source listed them.
 *
 * @param projects of which it is complete; a job of any other is passed by
 * @param began when GitLab was first asked; what was seen after that may rightly be missing
 */
record Listing(Set<ProjectId> projects, Instant began, List<ListedJob> jobs) {

  Listing {
    Set<ProjectId> listed = Set.copyOf(projects);
    projects = listed;
    jobs = jobs.stream().filter(each -> listed.contains(each.job().project())).toList();
  }

  static Listing of(ProjectId project, Instant began, List<ListedJob> jobs) {
    return new Listing(Set.of(project), began, jobs);
  }

  /** The part of it that is each project's; only projects that have jobs in it. */
  Collection<Listing> byProject() {
    return jobs.stream()
        .collect(Collectors.groupingBy(listed -> listed.job().project()))
        .entrySet()
        .stream()
        .map(each -> of(each.getKey(), began, each.getValue()))
        .toList();
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
