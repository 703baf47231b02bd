package dev.runnerfleet.sandbox.core.gitlab.job;

import dev.runnerfleet.sandbox.core.effect.Effect;
import dev.runnerfleet.sandbox.core.gitlab.identity.Secrets;
import dev.runnerfleet.sandbox.core.gitlab.identity.Sequence;
import dev.runnerfleet.sandbox.core.gitlab.project.Branch;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.project.Projects;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runners;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves jobs through their lives, and their pipelines with them. Each change of a job's status is
 * owed one job event, each of a pipeline's one pipeline event, in the order of the changes.
 */
public final class Lifecycle {
  /** GitLab drops a running job that it has not heard of for an hour (DropRunningService). */
  private static final Duration RUNNING_IN_SILENCE = Duration.ofHours(1);

  /** And a pending one after a day (DropPendingService). */
  private static final Duration PENDING_IN_VAIN = Duration.ofHours(24);

  private static final String STUCK = "stuck_or_timeout_failure";

  private final Projects projects;
  private final Runners runners;
  private final Jobs jobs = new Jobs();
  private final Pipelines pipelines;
  private final PendingQueue queue;
  private final Sequence jobIds;
  private final Secrets secrets;
  private final Silence running = new Silence(RUNNING_IN_SILENCE);
  private final Silence pending = new Silence(PENDING_IN_VAIN);
  private List<Effect> effects = new ArrayList<>();

  public Lifecycle(long firstId, Projects projects, Runners runners, Secrets secrets) {
    this.projects = projects;
    this.runners = runners;
    this.secrets = secrets;
    this.pipelines = new Pipelines(firstId, secrets);
    this.queue = new PendingQueue(projects);
    this.jobIds = new Sequence(firstId);
  }

  public Jobs jobs() {
    return jobs;
  }

  public Pipelines pipelines() {
    return pipelines;
  }

  /** What arose since the last call, in order. */
  public List<Effect> takeEffects() {
    List<Effect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  /** Makes a pipeline on a branch; the jobs of its first stage are pending at once. */
  public List<Job> create(Project project, Branch branch, List<JobPlan> plans, Instant now) {
    Pipeline pipeline = pipelines.create(project.id(), branch, plans, now);
    var ids = new ArrayList<Long>();
    for (JobPlan plan : plans) {
      Job job = created(pipeline, plan, now);
      ids.add(job.id());
      put(job, now);
    }
    proceed(pipeline.id(), now);
    settle(pipeline.id(), now);
    return ids.stream().map(jobs::get).toList();
  }

  private Job created(Pipeline pipeline, JobPlan plan, Instant now) {
    return new Job(
        jobIds.take(),
        pipeline.projectId(),
        pipeline.id(),
        pipeline.ref(),
        pipeline.protectedRef(),
        plan,
        secrets.jobToken(),
        Progress.created(now),
        0,
        null);
  }

  /** Gives a runner its next job, if there is one for it. */
  public Optional<Job> assign(Runner runner, String systemId, Instant now) {
    Long next = queue.next(runner);
    if (next == null) {
      return Optional.empty();
    }
    Job job = jobs.get(next);
    var assignment = new Assignment(runner.id(), systemId);
    Job started = move(job, job.progress().started(assignment, now), now);
    queue.started(started, runner);
    return Optional.of(started);
  }

  /** Notes that the runner of a job was heard of. */
  public void heard(Job job, Instant now) {
    if (job.status() == JobStatus.RUNNING) {
      running.heard(job.id(), now);
    }
  }

  public Job succeed(Job job, Instant now) {
    return move(job, job.progress().succeeded(now), now);
  }

  public Job fail(Job job, String reason, @Nullable Integer exitCode, Instant now) {
    return move(job, job.progress().failed(reason, exitCode, now), now);
  }

  /** Cancels a job unless it has ended. */
  public Job cancel(Job job, Instant now) {
    return job.status().isComplete() ? job : move(job, job.progress().canceled(now), now);
  }

  /**
   * Makes a new job in the place of one that has ended.
   *
   * @return empty if the job has not ended or was retried before
   */
  public Optional<Job> retry(Job job, Instant now) {
    if (!job.status().isComplete() || job.status() == JobStatus.SKIPPED || !job.isLatest()) {
      return Optional.empty();
    }
    Job again = job.again(jobIds.take(), secrets.jobToken(), now);
    jobs.put(job.retriedAs(again.id()));
    put(again, now);
    for (Job other : latest(job.pipelineId())) {
      if (other.status() == JobStatus.SKIPPED) {
        put(other.with(other.progress().waitingAgain()), now);
      }
    }
    return Optional.of(move(again, again.progress().queued(now), now));
  }

  /** Drops the jobs that nobody will finish any more. */
  public void advance(Instant now) {
    for (long id : running.tooLong(now)) {
      fail(jobs.get(id), STUCK, null, now);
    }
    for (long id : pending.tooLong(now)) {
      fail(jobs.get(id), STUCK, null, now);
    }
  }

  /** How many jobs ever became pending. */
  public long arrivals() {
    return queue.arrivals();
  }

  private Job move(Job job, Progress to, Instant now) {
    Job moved = job.with(to);
    leave(job);
    put(moved, now);
    enter(moved, now);
    if (moved.status().isComplete()) {
      proceed(job.pipelineId(), now);
    }
    settle(job.pipelineId(), now);
    return moved;
  }

  private void put(Job job, Instant now) {
    jobs.put(job);
    Pipeline pipeline = pipelines.get(job.pipelineId());
    effects.add(new JobChanged(projects.get(job.projectId()), pipeline, job, runnerOf(job), now));
  }

  private @Nullable Runner runnerOf(Job job) {
    Long id = job.runnerId();
    return id == null ? null : runners.find(id);
  }

  private void leave(Job job) {
    switch (job.status()) {
      case PENDING -> {
        queue.remove(job);
        pending.forget(job.id());
      }
      case RUNNING -> {
        queue.ended(job);
        running.forget(job.id());
      }
      case CREATED, SUCCESS, FAILED, CANCELED, SKIPPED -> {}
    }
  }

  private void enter(Job job, Instant now) {
    switch (job.status()) {
      case PENDING -> {
        queue.add(job);
        pending.heard(job.id(), now);
      }
      case RUNNING -> running.heard(job.id(), now);
      case CREATED, SUCCESS, FAILED, CANCELED, SKIPPED -> {}
    }
  }

  /** Lets the first stage that has not begun begin, or skips it with those behind it. */
  private void proceed(long pipelineId, Instant now) {
    boolean broken = false;
    for (String stage : pipelines.get(pipelineId).stages()) {
      var ofStage =
          latest(pipelineId).stream().filter(job -> job.plan().stage().equals(stage)).toList();
      for (Job job : ofStage) {
        if (job.status() == JobStatus.CREATED) {
          Progress next = broken ? job.progress().skipped() : job.progress().queued(now);
          Job moved = job.with(next);
          put(moved, now);
          enter(moved, now);
        }
      }
      if (ofStage.stream().anyMatch(job -> !jobs.get(job.id()).status().isComplete())) {
        return;
      }
      broken |= ofStage.stream().anyMatch(job -> jobs.get(job.id()).status() != JobStatus.SUCCESS);
    }
  }

  private List<Job> latest(long pipelineId) {
    return jobs.ofPipeline(pipelineId).stream().filter(Job::isLatest).toList();
  }

  private void settle(long pipelineId, Instant now) {
    Pipeline before = pipelines.get(pipelineId);
    List<Job> latest = latest(pipelineId);
    JobStatus status = Pipeline.statusOf(latest);
    if (latest.isEmpty() || status == before.status()) {
      return;
    }
    Pipeline after = before.with(status, now);
    pipelines.put(after);
    Map<Long, Runner> involved = new HashMap<>();
    for (Job job : latest) {
      Runner runner = runnerOf(job);
      if (runner != null) {
        involved.put(runner.id(), runner);
      }
    }
    effects.add(new PipelineChanged(projects.get(after.projectId()), after, latest, involved, now));
  }
}
