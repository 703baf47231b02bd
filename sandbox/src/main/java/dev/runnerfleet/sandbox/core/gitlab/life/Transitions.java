package dev.runnerfleet.sandbox.core.gitlab.life;

import dev.runnerfleet.sandbox.core.effect.Effect;
import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobChanged;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.job.Jobs;
import dev.runnerfleet.sandbox.core.gitlab.job.Pipeline;
import dev.runnerfleet.sandbox.core.gitlab.job.PipelineChanged;
import dev.runnerfleet.sandbox.core.gitlab.job.Pipelines;
import dev.runnerfleet.sandbox.core.gitlab.job.Progress;
import dev.runnerfleet.sandbox.core.gitlab.project.Projects;
import dev.runnerfleet.sandbox.core.gitlab.queue.Agenda;
import dev.runnerfleet.sandbox.core.gitlab.queue.PendingQueue;
import dev.runnerfleet.sandbox.core.gitlab.queue.StuckJobs;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runners;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what becomes of jobs and their pipelines. Each change of a job's status is owed one
 * job event, each of a pipeline's one pipeline event, in the order of the changes.
 */
final class Transitions {
  private final Projects projects;
  private final Runners runners;
  private final Jobs jobs;
  private final Pipelines pipelines;
  private final PendingQueue queue;
  private final StuckJobs stuck;
  private final Agenda agenda = new Agenda();
  private List<Effect> effects = new ArrayList<>();

  Transitions(
      Projects projects,
      Runners runners,
      Jobs jobs,
      Pipelines pipelines,
      PendingQueue queue,
      StuckJobs stuck) {
    this.projects = projects;
    this.runners = runners;
    this.jobs = jobs;
    this.pipelines = pipelines;
    this.queue = queue;
    this.stuck = stuck;
  }

  List<Effect> takeEffects() {
    List<Effect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  /** Puts a new job into the world. */
  void add(Job job, Instant now) {
    jobs.put(job);
    Pipeline pipeline = pipelines.get(job.pipelineId());
    effects.add(new JobChanged(projects.get(job.projectId()), pipeline, job, runnerOf(job), now));
    enter(job, now);
  }

  /** Changes a job; its pipeline does not go on before it is told to. */
  Job change(Job job, Progress to, Instant now) {
    Job changed = job.with(to);
    leave(job);
    add(changed, now);
    return changed;
  }

  private @Nullable Runner runnerOf(Job job) {
    Long id = job.runnerId();
    return id == null ? null : runners.find(id);
  }

  private void leave(Job job) {
    stuck.left(job);
    switch (job.status()) {
      case PENDING -> queue.remove(job);
      case RUNNING -> queue.ended(job);
      case CREATED, MANUAL, SCHEDULED, CANCELING, SUCCESS, FAILED, CANCELED, SKIPPED -> {}
    }
  }

  private void enter(Job job, Instant now) {
    stuck.entered(job, now);
    switch (job.status()) {
      case PENDING -> queue.add(job);
      case SCHEDULED -> {
        Instant at = job.progress().scheduledAt();
        if (at != null) {
          agenda.add(job.id(), at);
        }
      }
      case CREATED, MANUAL, RUNNING, CANCELING, SUCCESS, FAILED, CANCELED, SKIPPED -> {}
    }
  }

  /** Delayed jobs whose time has come. */
  List<Job> due(Instant now) {
    return agenda.take(now).stream()
        .map(jobs::get)
        .filter(job -> job.status() == JobStatus.SCHEDULED)
        .toList();
  }

  /**
   * Begins or skips whatever waited for what has changed, and tells what the pipeline has become.
   */
  void goOn(long pipelineId, Instant now) {
    while (takeTurns(pipelineId, now)) {
      // What was skipped may let others begin.
    }
    settle(pipelineId, now);
  }

  private boolean takeTurns(long pipelineId, Instant now) {
    List<Job> latest = latest(pipelineId);
    List<String> stages = pipelines.get(pipelineId).stages();
    boolean changed = false;
    for (Job job : latest) {
      Turn turn = job.status() == JobStatus.CREATED ? Turn.of(job, latest, stages) : Turn.NOT_YET;
      if (turn != Turn.NOT_YET) {
        change(job, turn == Turn.DUE ? begun(job, now) : job.progress().skipped(), now);
        changed = true;
      }
    }
    return changed;
  }

  private static Progress begun(Job job, Instant now) {
    Progress progress = job.progress();
    return switch (job.plan().conduct().when()) {
      case ON_SUCCESS, ON_FAILURE, ALWAYS -> progress.queued(now);
      case MANUAL -> progress.manual();
      case DELAYED -> progress.scheduled(now.plus(job.plan().conduct().startIn()));
    };
  }

  List<Job> latest(long pipelineId) {
    return jobs.ofPipeline(pipelineId).stream().filter(Job::isLatest).toList();
  }

  /** Tells what the pipeline has become, where that is something else. */
  void settle(long pipelineId, Instant now) {
    Pipeline before = pipelines.get(pipelineId);
    List<Job> latest = latest(pipelineId);
    JobStatus status = Composite.of(latest);
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
