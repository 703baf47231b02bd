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
import dev.runnerfleet.jobwatcher.core.Status;
import dev.runnerfleet.jobwatcher.gitlab.GitLabApi.IdJson;
import dev.runnerfleet.jobwatcher.gitlab.GitLabApi.JobJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job as GitLab's API tells it.
 *
 * @param status none where GitLab has a word for it that is not known here
 */
public record ListedJob(Job job, Optional<Status> status, Set<String> tags) {

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

  private static GitLabRunnerId runner(IdJson json) {
    return new GitLabRunnerId(json.id());
  }

  private static @Nullable Duration duration(@Nullable Double seconds) {
    return seconds == null ? null : Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw new InvalidValueException(field, null, "a value, as in GitLab's Jobs API");
    }
    return value;
  }
}
