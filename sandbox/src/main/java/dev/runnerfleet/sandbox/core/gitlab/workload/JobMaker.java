package dev.runnerfleet.sandbox.core.gitlab.workload;

import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobPlan;
import dev.runnerfleet.sandbox.core.gitlab.life.Lifecycle;
import dev.runnerfleet.sandbox.core.gitlab.project.Branch;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.project.Projects;
import java.time.Instant;
import java.util.List;

/** Makes jobs, with the project and the branch where there is none. */
public final class JobMaker {
  private final Projects projects;
  private final Lifecycle lifecycle;

  public JobMaker(Projects projects, Lifecycle lifecycle) {
    this.projects = projects;
    this.lifecycle = lifecycle;
  }

  /** A pending job in a pipeline of its own. */
  public Job make(JobOrder order, Instant now) {
    Project project = projects.at(order.project(), now);
    Branch branch = projects.branch(project.id(), order.ref(), order.isProtected());
    var plan = JobPlan.alone(order.tags(), order.work());
    return lifecycle.create(project, branch, List.of(plan), now).getFirst();
  }

  /** A pipeline, of which what waits for nothing is pending. */
  public List<Job> make(PipelineOrder order, Instant now) {
    Project project = projects.at(order.project(), now);
    Branch branch = projects.branch(project.id(), order.ref(), order.isProtected());
    return lifecycle.create(project, branch, order.stages(), order.jobs(), now);
  }
}
