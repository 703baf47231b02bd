package dev.runnerfleet.sandbox.core.gitlab.life;

import dev.runnerfleet.sandbox.core.effect.Effect;
import dev.runnerfleet.sandbox.core.gitlab.identity.Secrets;
import dev.runnerfleet.sandbox.core.gitlab.identity.Sequence;
import dev.runnerfleet.sandbox.core.gitlab.job.Assignment;
import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobPlan;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.job.Jobs;
import dev.runnerfleet.sandbox.core.gitlab.job.Pipeline;
import dev.runnerfleet.sandbox.core.gitlab.job.Pipelines;
import dev.runnerfleet.sandbox.core.gitlab.job.Progress;
import dev.runnerfleet.sandbox.core.gitlab.project.Branch;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.project.Projects;
import dev.runnerfleet.sandbox.core.gitlab.queue.PendingQueue;
import dev.runnerfleet.sandbox.core.gitlab.queue.StuckJobs;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.RunnerHost;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runners;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Moves jobs through their lives, and their pipelines with them. */
public final class Lifecycle {
  private final Runners runners;
  private final Jobs jobs = new Jobs();
  private final Pipelines pipelines;
  private final PendingQueue queue;
  private final StuckJobs stuck;
  private final Transitions transitions;
  private final Sequence jobIds;
  private final Secrets secrets;

  public Lifecycle(long firstId, Projects projects, Runners runners, Secrets secrets) {
    this.runners = runners;
    this.secrets = secrets;
    this.pipelines = new Pipelines(firstId, secrets);
    this.queue = new PendingQueue(projects);
    this.stuck = new StuckJobs(projects, runners, jobs);
    this.transitions = new Transitions(projects, runners, jobs, pipelines, queue, stuck);
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
    return transitions.takeEffects();
  }

  /**
   * Makes a pipeline on a branch; what waits for nothing is pending at once.
   *
   * @param stages in the order in which they run, at least those of the jobs
   */
  public List<Job> create(
      Project project, Branch branch, List<String> stages, List<JobPlan> plans, Instant now) {
    Pipeline pipeline = pipelines.create(project.id(), branch, stages, now);
    var ids = new ArrayList<Long>();
    for (JobPlan plan : plans) {
      Job job = created(pipeline, plan, now);
      ids.add(job.id());
      transitions.add(job, now);
    }
    transitions.goOn(pipeline.id(), now);
    return ids.stream().map(jobs::get).toList();
  }

  /** The same, with the stages in the order in which the jobs name them. */
  public List<Job> create(Project project, Branch branch, List<JobPlan> plans, Instant now) {
    var stages = plans.stream().map(JobPlan::stage).distinct().toList();
    return create(project, branch, stages, plans, now);
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
    Job started = transitions.change(job, job.progress().started(assignment, now), now);
    queue.started(started, runner);
    transitions.settle(job.pipelineId(), now);
    return Optional.of(started);
  }

  /** Notes that the runner of a job was heard of. */
  public void heard(Job job, Instant now) {
    stuck.heard(job, now);
  }

  /** The runner says that the job succeeded. */
  public Job succeed(Job job, Instant now) {
    return move(job, job.progress().succeeded(now), now);
  }

  private Job move(Job job, Progress to, Instant now) {
    Job moved = transitions.change(job, to, now);
    transitions.goOn(job.pipelineId(), now);
    return moved;
  }

  /** A failure, after which GitLab retries the job where its plan says so. */
  public Job fail(Job job, String reason, @Nullable Integer exitCode, Instant now) {
    Job failed = transitions.change(job, job.progress().failed(reason, exitCode, now), now);
    boolean again = job.plan().conduct().retry().allows(job.retries(), reason, exitCode);
    if (again && failed.status() == JobStatus.FAILED) {
      replace(failed, now);
    }
    transitions.goOn(job.pipelineId(), now);
    return jobs.get(job.id());
  }

  /**
   * Cancels a job unless it has ended or waits for somebody. One whose runner can stop it
   * gracefully is canceling until that runner is done.
   *
   * @param force does not wait for the runner
   */
  public Job cancel(Job job, boolean force, Instant now) {
    Job canceled = canceled(job, force, now);
    transitions.goOn(job.pipelineId(), now);
    return canceled;
  }

  /** The same without force. */
  public Job cancel(Job job, Instant now) {
    return cancel(job, false, now);
  }

  private Job canceled(Job job, boolean force, Instant now) {
    if (job.status().isComplete() || job.status() == JobStatus.MANUAL) {
      return job;
    }
    if (job.status().isExecuting() && !force && isGraceful(job)) {
      return job.status() == JobStatus.CANCELING
          ? job
          : transitions.change(job, job.progress().canceling(), now);
    }
    return transitions.change(job, job.progress().canceled(now), now);
  }

  private boolean isGraceful(Job job) {
    Assignment by = job.progress().assignment();
    RunnerHost host = by == null ? null : runners.findHost(by.runnerId(), by.systemId());
    return host != null && host.info().cancelsGracefully();
  }

  /** Cancels all of a pipeline's jobs that have not ended. */
  public void cancel(Pipeline pipeline, Instant now) {
    transitions.latest(pipeline.id()).forEach(job -> canceled(job, false, now));
    transitions.goOn(pipeline.id(), now);
  }

  /**
   * Makes a new job in the place of one that has ended.
   *
   * @return empty if the job has not ended or was retried before
   */
  public Optional<Job> retry(Job job, Instant now) {
    if (!isRetryable(job)) {
      return Optional.empty();
    }
    Job again = replace(job, now);
    transitions.goOn(job.pipelineId(), now);
    return Optional.of(jobs.get(again.id()));
  }

  /** Whether the job has ended, without having been skipped or retried. */
  public static boolean isRetryable(Job job) {
    boolean ran = job.status().isComplete() && job.status() != JobStatus.SKIPPED;
    return ran && job.isLatest();
  }

  /** Retries all of a pipeline's jobs that failed or were canceled. */
  public void retry(Pipeline pipeline, Instant now) {
    transitions.latest(pipeline.id()).stream()
        .filter(job -> isRetryable(job) && job.status() != JobStatus.SUCCESS)
        .forEach(job -> replace(job, now));
    transitions.goOn(pipeline.id(), now);
  }

  private Job replace(Job job, Instant now) {
    Job again = job.again(jobIds.take(), secrets.jobToken(), now);
    jobs.put(job.retriedAs(again.id()));
    transitions.add(again, now);
    Job queued = transitions.change(again, again.progress().queued(now), now);
    resetBehind(queued, now);
    return queued;
  }

  /** Lets those wait again that were skipped because of a job, or of one that was. */
  private void resetBehind(Job retried, Instant now) {
    List<String> stages = pipelines.get(retried.pipelineId()).stages();
    Set<Long> reset = new HashSet<>();
    var behind = new ArrayList<Job>(List.of(retried));
    for (int i = 0; i < behind.size(); i++) {
      Job before = behind.get(i);
      for (Job job : transitions.latest(retried.pipelineId())) {
        boolean skipped = job.status() == JobStatus.SKIPPED;
        if (skipped && Turn.waitsFor(job, before, stages) && reset.add(job.id())) {
          behind.add(transitions.change(job, job.progress().waitingAgain(), now));
        }
      }
    }
  }

  /**
   * Starts a manual or delayed job, again if it has run before.
   *
   * @return empty if the job is no such one
   */
  public Optional<Job> play(Job job, Instant now) {
    if (job.status() == JobStatus.MANUAL || job.status() == JobStatus.SCHEDULED) {
      return Optional.of(move(job, job.progress().queued(now), now));
    }
    return job.plan().conduct().when().isAction() ? retry(job, now) : Optional.empty();
  }

  /** Begins what was delayed until now and drops what nobody will finish any more. */
  public void advance(Instant now) {
    for (Job job : transitions.due(now)) {
      move(job, job.progress().queued(now), now);
    }
    for (StuckJobs.Dropped dropped : stuck.due(now)) {
      fail(jobs.get(dropped.job()), dropped.reason(), null, now);
    }
  }

  /** How many jobs ever became pending. */
  public long arrivals() {
    return queue.arrivals();
  }
}
