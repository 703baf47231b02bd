package dev.runnerfleet.jobwatcher.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.core.GitLabState;
import dev.runnerfleet.jobwatcher.core.GitLabTime;
import dev.runnerfleet.jobwatcher.core.Job;
import dev.runnerfleet.jobwatcher.core.Observation;
import dev.runnerfleet.jobwatcher.core.Ref;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A job's webhook, as far as it matters (GitLab documentation, "Webhook events", job events). */
record JobHook(
    @JsonProperty("object_kind") @Nullable String objectKind,
    @JsonProperty("build_id") @Nullable Long buildId,
    @JsonProperty("build_name") @Nullable String buildName,
    @JsonProperty("build_status") @Nullable String buildStatus,
    @JsonProperty("project_id") @Nullable Long projectId,
    @JsonProperty("pipeline_id") @Nullable Long pipelineId,
    @JsonProperty("ref") @Nullable String ref,
    @JsonProperty("tag") @Nullable Boolean gitTag,
    @JsonProperty("build_created_at") @Nullable String createdAt,
    @JsonProperty("build_created_at_iso") @Nullable String createdAtIso,
    @JsonProperty("build_started_at") @Nullable String startedAt,
    @JsonProperty("build_started_at_iso") @Nullable String startedAtIso,
    @JsonProperty("build_finished_at") @Nullable String finishedAt,
    @JsonProperty("build_finished_at_iso") @Nullable String finishedAtIso,
    @JsonProperty("build_queued_duration") @Nullable Double queuedDuration,
    @JsonProperty("build_failure_reason") @Nullable String failureReason,
    @JsonProperty("runner") @Nullable RunnerJson runner) {

  static final String KIND = "build";

  /** The runner that has the job; there from when it runs. */
  record RunnerJson(@JsonProperty("id") long id) {

    static @Nullable GitLabRunnerId idOf(@Nullable RunnerJson runner) {
      return runner == null ? null : new GitLabRunnerId(runner.id());
    }
  }

  Hook toHook(Instant receivedAt) {
    if (buildId == null || projectId == null || pipelineId == null || buildStatus == null) {
      return new Hook.Unreadable();
    }
    Job job =
        new Job(
            new JobId(buildId),
            new ProjectId(projectId),
            new PipelineId(pipelineId),
            buildName == null ? "" : buildName,
            new Ref(ref == null ? "" : ref, Boolean.TRUE.equals(gitTag)));
    return state(buildStatus)
        .toStatus(receivedAt)
        .<Hook>map(status -> new Hook.JobsSeen(List.of(new Observation(job, status))))
        .orElseGet(Hook.Other::new);
  }

  private GitLabState state(String status) {
    return new GitLabState(
        HookBody.state(status),
        time(createdAt, createdAtIso),
        time(startedAt, startedAtIso),
        time(finishedAt, finishedAtIso),
        HookBody.duration(queuedDuration),
        RunnerJson.idOf(runner),
        failureReason);
  }

  // The older field may be more exact: the newer one has whole seconds only.
  private static @Nullable Instant time(@Nullable String older, @Nullable String iso) {
    Instant exact = GitLabTime.parse(older);
    return exact == null ? GitLabTime.parse(iso) : exact;
  }
}
