package dev.runnerfleet.replay.world;

import dev.runnerfleet.replay.trace.TracedJob;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.project.ProjectPath;
import dev.runnerfleet.sandbox.core.gitlab.project.Projects;
import dev.runnerfleet.sandbox.core.gitlab.queue.PendingQueue;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * GitLab's queue, as the sandbox has it: which of the pending jobs a runner gets. Of the sandbox's
 * GitLab only this is used: its tokens, traces and deadlines decide nothing here.
 */
public final class GitLab {

  private static final String NAMESPACE = "replay/";

  private final Projects projects = new Projects(1);
  private final PendingQueue queue = new PendingQueue(projects);
  private final Map<Long, Work> pending = new HashMap<>();
  private final Map<String, Long> ids = new HashMap<>();
  private long made;

  /** A job that is not in the queue yet. */
  public Work job(TracedJob traced, Instant at) {
    return Work.of(++made, project(traced.project(), at), traced, at, false);
  }

  /** The same job once more. */
  public Work again(Work cut, Instant at) {
    return Work.of(++made, cut.job().projectId(), cut.traced(), at, true);
  }

  private long project(String name, Instant at) {
    return ids.computeIfAbsent(
        name,
        same -> {
          Project project =
              projects.at(new ProjectPath(NAMESPACE + "project-" + (ids.size() + 1)), at);
          return project.id();
        });
  }

  public void add(Work work) {
    pending.put(work.id(), work);
    queue.add(work.job());
  }

  /** Gives the runner the job that it would get, if there is one. */
  public Optional<Work> request(Runner runner) {
    Long id = pending.isEmpty() ? null : queue.next(runner);
    if (id == null) {
      return Optional.empty();
    }
    Work work = pending.get(id);
    if (work == null) {
      throw new IllegalStateException("GitLab gave away a job that nobody waits for");
    }
    give(work, runner);
    return Optional.of(work);
  }

  /** Gives the runner a job that is pending. */
  public void give(Work work, Runner runner) {
    pending.remove(work.id());
    queue.remove(work.job());
    queue.started(work.job(), runner);
  }

  public void ended(Work work) {
    queue.ended(work.job());
  }

  public int waiting() {
    return pending.size();
  }
}
