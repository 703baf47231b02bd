package dev.runnerfleet.jobwatcher.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.topic.Json;
import dev.runnerfleet.jobwatcher.core.GitLabState;
import dev.runnerfleet.jobwatcher.core.GitLabTime;
import dev.runnerfleet.jobwatcher.core.Job;
import dev.runnerfleet.jobwatcher.core.Observation;
import dev.runnerfleet.jobwatcher.core.Ref;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A webhook's body, as far as it matters (GitLab documentation, "Webhook events", job events). */
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

  private static final JsonMapper JSON = Json.mapper();
  private static final String KIND = "build";

  /** The runner that has the job; there from when it runs. */
  record RunnerJson(@JsonProperty("id") long id) {}

  /** Other kinds of webhook share some field names, of other types: their kind is read first. */
  private record Kind(@JsonProperty("object_kind") @Nullable String objectKind) {}

  static Hook read(byte[] body, Instant receivedAt) {
    try {
      Kind kind = JSON.readValue(body, Kind.class);
      if (kind == null) {
        return new Hook.Unreadable();
      }
      return KIND.equals(kind.objectKind())
          ? JSON.readValue(body, JobHook.class).toHook(receivedAt)
          : new Hook.Other();
    } catch (JacksonException | InvalidValueException e) {
      return new Hook.Unreadable();
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory cannot fail to be read", e);
    }
  }

  private Hook toHook(Instant receivedAt) {
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
        .<Hook>map(status -> new Hook.JobSeen(new Observation(job, status)))
        .orElseGet(Hook.Other::new);
  }

  private GitLabState state(String status) {
    return new GitLabState(
        // A skipped job may come back when what it needs is retried; nobody waits for it until
        // then.
        status.equals("skipped") ? "created" : status,
        time(createdAt, createdAtIso),
        time(startedAt, startedAtIso),
        time(finishedAt, finishedAtIso),
        queuedDuration == null ? null : Duration.ofMillis(Math.round(queuedDuration * 1000)),
        runner == null ? null : new GitLabRunnerId(runner.id()),
        failureReason);
  }

  // The older field may be more exact: the newer one has whole seconds only.
  private static @Nullable Instant time(@Nullable String older, @Nullable String iso) {
    Instant exact = GitLabTime.parse(older);
    return exact == null ? GitLabTime.parse(iso) : exact;
  }
}
