package dev.runnerfleet.jobwatcher.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.core.GitLabState;
import dev.runnerfleet.jobwatcher.core.GitLabTime;
import dev.runnerfleet.jobwatcher.core.Job;
import dev.runnerfleet.jobwatcher.core.Observation;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.core.Status;
import dev.runnerfleet.jobwatcher.webhook.JobHook.RunnerJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's webhook, as far as it matters (GitLab documentation, "Webhook events", pipeline
 * events). It lists the pipeline's jobs as they stand, and so makes up for lost webhooks of theirs.
 */
record PipelineHook(
    @JsonProperty("object_attributes") @Nullable Pipeline pipeline,
    @JsonProperty("project") @Nullable Project project,
    @JsonProperty("builds") @Nullable List<@Nullable Build> builds) {

  static final String KIND = "pipeline";

  /** The pipeline itself. */
  record Pipeline(
      @JsonProperty("id") @Nullable Long id,
      @JsonProperty("ref") @Nullable String ref,
      @JsonProperty("tag") @Nullable Boolean gitTag) {}

  /** The project that it belongs to. */
  record Project(@JsonProperty("id") @Nullable Long id) {}

  /** One of its jobs; of a job that was retried, only the last try is there. */
  record Build(
      @JsonProperty("id") @Nullable Long id,
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("status") @Nullable String status,
      @JsonProperty("created_at") @Nullable String createdAt,
      @JsonProperty("started_at") @Nullable String startedAt,
      @JsonProperty("finished_at") @Nullable String finishedAt,
      @JsonProperty("queued_duration") @Nullable Double queuedDuration,
      @JsonProperty("failure_reason") @Nullable String failureReason,
      @JsonProperty("runner") @Nullable RunnerJson runner) {

    private Optional<Status> toStatus(String known, Instant receivedAt) {
      return new GitLabState(
              HookBody.state(known),
              GitLabTime.parse(createdAt),
              GitLabTime.parse(startedAt),
              GitLabTime.parse(finishedAt),
              HookBody.duration(queuedDuration),
              RunnerJson.idOf(runner),
              failureReason)
          .toStatus(receivedAt);
    }
  }

  Hook toHook(Instant receivedAt) {
    if (pipeline == null || pipeline.id() == null || project == null || project.id() == null) {
      return new Hook.Unreadable();
    }
    PipelineId id = new PipelineId(pipeline.id());
    ProjectId owner = new ProjectId(project.id());
    Ref ref =
        new Ref(
            pipeline.ref() == null ? "" : pipeline.ref(), Boolean.TRUE.equals(pipeline.gitTag()));
    List<Observation> seen = new ArrayList<>();
    for (Build build : builds == null ? List.<@Nullable Build>of() : builds) {
      if (build == null || build.id() == null || build.status() == null) {
        return new Hook.Unreadable();
      }
      Job job =
          new Job(new JobId(build.id()), owner, id, build.name() == null ? "" : build.name(), ref);
      build
          .toStatus(build.status(), receivedAt)
          .ifPresent(status -> seen.add(new Observation(job, status)));
    }
    return seen.isEmpty() ? new Hook.Other() : new Hook.JobsSeen(seen);
  }
}
