package dev.runnerfleet.sandbox.gitlab.graphql;

import dev.runnerfleet.sandbox.core.gitlab.job.Assignment;
import dev.runnerfleet.sandbox.core.gitlab.job.Job;
import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.life.Lifecycle;
import dev.runnerfleet.sandbox.gitlab.wire.Times;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of GitLab's CiJob. */
final class JobFields {
  private static final String MODEL = "Ci::Build";

  private JobFields() {}

  /** Something that a job needs. */
  record Need(String id, String name) {}

  /** Of which nothing is known but its name. */
  record Stage(String id, String name) {}

  /** Everything at once, without pages. */
  record All<T>(List<T> nodes) {}

  static Map<String, DataFetcher<?>> all() {
    Map<String, DataFetcher<?>> fields = new HashMap<>();
    put(fields, "id", job -> GlobalId.of(MODEL, job.id()));
    put(fields, "name", job -> job.plan().name());
    put(fields, "status", job -> job.status().name());
    put(fields, "tags", Job::tags);
    put(fields, "refName", Job::ref);
    put(fields, "createdByTag", job -> false);
    put(fields, "allowFailure", job -> job.plan().conduct().allowFailure());
    put(fields, "manualJob", job -> job.plan().conduct().when().isAction());
    put(fields, "retried", job -> !job.isLatest());
    put(fields, "retryable", Lifecycle::isRetryable);
    put(fields, "cancelable", JobFields::isCancelable);
    put(fields, "playable", JobFields::isPlayable);
    put(fields, "failureMessage", job -> job.progress().failureReason());
    put(fields, "exitCode", job -> job.progress().exitCode());
    put(fields, "schedulingType", job -> job.plan().conduct().isByNeeds() ? "dag" : "stage");
    putTimes(fields);
    putRelations(fields);
    return fields;
  }

  private static void put(
      Map<String, DataFetcher<?>> fields, String name, Function<Job, @Nullable Object> value) {
    fields.put(name, Asking.of(Job.class, value));
  }

  private static boolean isCancelable(Job job) {
    return !job.status().isComplete()
        && job.status() != JobStatus.MANUAL
        && job.status() != JobStatus.CANCELING;
  }

  private static boolean isPlayable(Job job) {
    return job.status() == JobStatus.MANUAL || job.status() == JobStatus.SCHEDULED;
  }

  private static void putTimes(Map<String, DataFetcher<?>> fields) {
    put(fields, "createdAt", job -> Times.isoSeconds(job.progress().createdAt()));
    put(fields, "scheduledAt", job -> Times.isoSeconds(job.progress().scheduledAt()));
    put(fields, "queuedAt", job -> Times.isoSeconds(job.progress().queuedAt()));
    put(fields, "startedAt", job -> Times.isoSeconds(job.progress().startedAt()));
    put(fields, "finishedAt", job -> Times.isoSeconds(job.progress().finishedAt()));
    fields.put("duration", Asking.of(Job.class, JobFields::duration));
    fields.put("queuedDuration", Asking.of(Job.class, JobFields::queuedDuration));
  }

  private static @Nullable Long duration(Job job, Asking asking) {
    Instant end = Objects.requireNonNullElse(job.progress().finishedAt(), asking.world().now());
    return Times.wholeSeconds(job.progress().startedAt(), end);
  }

  private static @Nullable Double queuedDuration(Job job, Asking asking) {
    Instant end = Objects.requireNonNullElse(job.progress().startedAt(), asking.world().now());
    return Times.seconds(job.progress().queuedAt(), end);
  }

  private static void putRelations(Map<String, DataFetcher<?>> fields) {
    put(fields, "stage", job -> stage(job.pipelineId(), job.plan().stage()));
    put(fields, "needs", JobFields::needs);
    fields.put("previousStageJobsOrNeeds", Asking.of(Job.class, JobFields::before));
    fields.put(
        "project", Asking.of(Job.class, (job, a) -> a.forge().projects().get(job.projectId())));
    fields.put(
        "pipeline", Asking.of(Job.class, (job, a) -> a.forge().pipelines().get(job.pipelineId())));
    fields.put("runner", Asking.of(Job.class, JobFields::runner));
    fields.put("runnerManager", Asking.of(Job.class, JobFields::host));
  }

  static Stage stage(long pipeline, String name) {
    return new Stage("gid://gitlab/Ci::Stage/" + pipeline + "-" + name, name);
  }

  private static All<Need> needs(Job job) {
    List<String> names = Objects.requireNonNullElse(job.plan().conduct().needs(), List.of());
    return new All<>(
        names.stream()
            .map(name -> new Need("gid://gitlab/Ci::BuildNeed/" + job.id() + "-" + name, name))
            .toList());
  }

  private static All<Need> before(Job job, Asking asking) {
    if (job.plan().conduct().isByNeeds()) {
      return needs(job);
    }
    var stages = asking.forge().pipelines().get(job.pipelineId()).stages();
    int stage = stages.indexOf(job.plan().stage());
    return new All<>(
        asking.forge().jobs().ofPipeline(job.pipelineId()).stream()
            .filter(other -> other.isLatest() && stages.indexOf(other.plan().stage()) == stage - 1)
            .map(other -> new Need(GlobalId.of(MODEL, other.id()), other.plan().name()))
            .toList());
  }

  private static @Nullable Object runner(Job job, Asking asking) {
    Long id = job.runnerId();
    return id == null ? null : asking.forge().runners().find(id);
  }

  private static @Nullable Object host(Job job, Asking asking) {
    Assignment by = job.progress().assignment();
    return by == null ? null : asking.forge().runners().findHost(by.runnerId(), by.systemId());
  }

  /** The statuses that are asked for; all where none is named. */
  static Set<JobStatus> statuses(DataFetchingEnvironment environment) {
    List<String> names = environment.getArgument("statuses");
    if (names == null || names.isEmpty()) {
      return EnumSet.allOf(JobStatus.class);
    }
    var statuses = EnumSet.noneOf(JobStatus.class);
    for (JobStatus status : JobStatus.values()) {
      if (names.contains(status.name())) {
        statuses.add(status);
      }
    }
    return statuses;
  }
}
