package dev.runnerfleet.jobwatcher.source;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What watching asks of a forge. Every call either answers in full or fails with {@link
 * AwayException}: nothing may be concluded from half an answer.
 */
public interface JobSource {

  /** For how long it wants to be left alone: until then every call fails. */
  Optional<Duration> closedFor();

  /** How many calls it may be asked within a time, at least one. */
  int affordable(Duration time);

  /** The projects to watch: all of them. */
  Uni<Set<ProjectId>> projects();

  /** All queued and running jobs of a project; an unknown project has none. */
  Uni<List<ListedJob>> activeJobs(ProjectId project, Purpose purpose);

  /**
   * All queued and running jobs there are, whatever their project; nothing where the source cannot
   * be asked that. It is then asked project by project.
   */
  Uni<Optional<List<ListedJob>>> allActiveJobs();

  /** A job; nothing where the source has none of that id. */
  Uni<Optional<ListedJob>> job(ProjectId project, JobId job, Purpose purpose);

  /** Whether the branch or tag is protected; one that is not there is not. */
  Uni<Boolean> isProtected(ProjectId project, Ref ref, Purpose purpose);
}
