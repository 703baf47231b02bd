package dev.runnerfleet.sandbox.webhook;

import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.gitlab.hook.Hook;
import dev.runnerfleet.sandbox.core.gitlab.hook.HookOwner;
import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobChanged;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.job.PipelineChanged;
import dev.runnerfleet.sandbox.gitlab.wire.Shape;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a hook is sent for a trial: of its project's last job, or else of a push that never was. */
record HookSample(World world, HookPayloads payloads) {

  Shape of(Hook hook, String event) {
    Job job = lastJob(hook.owner());
    if (job == null) {
      return push();
    }
    return switch (event) {
      case "Job Hook" -> payloads.job(jobChange(job));
      case "Pipeline Hook" -> payloads.pipeline(pipelineChange(job));
      default -> push();
    };
  }

  private @Nullable Job lastJob(HookOwner owner) {
    return switch (owner) {
      case HookOwner.OfProject project ->
          world
              .forge()
              .jobs()
              .page(project.id(), EnumSet.allOf(JobStatus.class), false, null, 0, 1)
              .stream()
              .findFirst()
              .orElse(null);
      case HookOwner.OfGroup group -> null;
    };
  }

  private static Shape push() {
    return new Shape()
        .with("object_kind", "push")
        .with("event_name", "push")
        .with("ref", "refs/heads/main")
        .with("commits", List.of())
        .with("total_commits_count", 0);
  }

  private JobChanged jobChange(Job job) {
    var forge = world.forge();
    Long runner = job.runnerId();
    return new JobChanged(
        forge.projects().get(job.projectId()),
        forge.pipelines().get(job.pipelineId()),
        job,
        runner == null ? null : forge.runners().find(runner),
        world.now());
  }

  private PipelineChanged pipelineChange(Job job) {
    var forge = world.forge();
    return new PipelineChanged(
        forge.projects().get(job.projectId()),
        forge.pipelines().get(job.pipelineId()),
        forge.jobs().ofPipeline(job.pipelineId()).stream().filter(Job::isLatest).toList(),
        Map.of(),
        world.now());
  }
}
