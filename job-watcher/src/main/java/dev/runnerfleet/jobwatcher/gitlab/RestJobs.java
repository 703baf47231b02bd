package dev.runnerfleet.jobwatcher.gitlab;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.core.GitLabState;
import dev.runnerfleet.jobwatcher.core.GitLabTime;
import dev.runnerfleet.jobwatcher.core.Job;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.gitlab.GitLabApi.IdJson;
import dev.runnerfleet.jobwatcher.gitlab.GitLabApi.JobJson;
import dev.runnerfleet.jobwatcher.source.ListedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Jobs as GitLab's REST interface tells them (GitLab documentation, "Jobs API"). */
final class RestJobs {

  private RestJobs() {}

  static ListedJob of(ProjectId project, JobJson json, Instant now) {
    Job job =
        new Job(
            new JobId(json.id()),
            project,
            new PipelineId(required("pipeline", json.pipeline()).id()),
            required("name", json.name()),
            new Ref(json.ref() == null ? "" : json.ref(), Boolean.TRUE.equals(json.gitTag())));
    GitLabState state =
        new GitLabState(
            required("status", json.status()),
            GitLabTime.parse(json.createdAt()),
            GitLabTime.parse(json.startedAt()),
            GitLabTime.parse(json.finishedAt()),
            duration(json.queuedDuration()),
            json.runner() == null ? null : runner(json.runner()),
            json.failureReason());
    return new ListedJob(
        job, state.toStatus(now), Set.copyOf(json.tagList() == null ? List.of() : json.tagList()));
  }

  static @Nullable Duration duration(@Nullable Double seconds) {
    return seconds == null ? null : Duration.ofMillis(Math.round(seconds * 1000));
  }

  static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw new InvalidValueException(field, null, "a value, as in GitLab's Jobs API");
    }
    return value;
  }

  private static GitLabRunnerId runner(IdJson json) {
    return new GitLabRunnerId(json.id());
  }
}
