package dev.runnerfleet.reaper.gitlab;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.delivery.VertxContext;
import dev.runnerfleet.reaper.ReaperMetrics;
import dev.runnerfleet.reaper.core.JobOnRunner;
import dev.runnerfleet.reaper.core.rescue.JobObservation;
import dev.runnerfleet.reaper.core.rescue.JobObservation.CancelAccepted;
import dev.runnerfleet.reaper.core.rescue.JobObservation.CanceledBefore;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobCanceled;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobFailed;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobGone;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobRuns;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobStops;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobSucceeded;
import dev.runnerfleet.reaper.core.rescue.JobObservation.PipelineSeen;
import dev.runnerfleet.reaper.core.rescue.JobObservation.RetryMade;
import dev.runnerfleet.reaper.core.rescue.JobObservation.RetryRefused;
import dev.runnerfleet.reaper.core.rescue.JobObservation.Unclear;
import dev.runnerfleet.reaper.gitlab.GitLabApi.JobJson;
import dev.runnerfleet.reaper.gitlab.GitLabApi.PipelineJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/** Asks GitLab about single jobs, and has it cancel or retry them. No answer is a failure. */
@ApplicationScoped
public class GitLabJobs {

  private static final int PER_PAGE = 100;

  /** What failed longer ago failed for another reason than its machine's end. */
  private static final Duration WITH_ITS_MACHINE = Duration.ofMinutes(10);

  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final Set<String> OPEN =
      Set.of("created", "waiting_for_resource", "preparing", "pending", "running", "scheduled");
  private static final Set<String> STOPPED = Set.of("canceled", "canceling");
  private static final Logger LOG = Logger.getLogger(GitLabJobs.class);

  private final GitLabApi api;
  private final ReaperMetrics metrics;
  private final Clock clock;

  GitLabJobs(@RestClient GitLabApi api, ReaperMetrics metrics, Clock clock) {
    this.api = api;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** How far the job has come. */
  public Uni<JobObservation> look(ProjectId project, JobId job) {
    return observe(
        "job",
        () -> api.job(project.value(), job.value()),
        answer -> seen(job(answer), Canceled.ago(answer)),
        NOT_FOUND);
  }

  /**
   * Has GitLab stop it.
   *
   * @param force without waiting for its runner to hear of it
   */
  public Uni<JobObservation> cancel(ProjectId project, JobId job, boolean force) {
    Instant asked = clock.instant();
    return observe(
        "cancel-job",
        () -> api.cancel(project.value(), job.value(), force ? true : null),
        answer ->
            Canceled.before(answer, Duration.between(asked, clock.instant()))
                ? new CanceledBefore()
                : new CancelAccepted(),
        NOT_FOUND);
  }

  /** Has GitLab make a new job of it. */
  public Uni<JobObservation> retry(ProjectId project, JobId job) {
    return observe(
        "retry-job",
        () -> api.retry(project.value(), job.value()),
        made -> new RetryMade(new JobId(made.id())),
        FORBIDDEN);
  }

  /**
   * What its pipeline makes of it.
   *
   * @param canceledByUs jobs whose cancellation tells nothing of the pipeline's
   */
  public Uni<JobObservation> pipeline(JobOnRunner job, Set<Long> canceledByUs) {
    List<JobJson> found = new ArrayList<>();
    return observe(
        "pipeline-jobs",
        () -> pages(job, 1, found).map(done -> List.copyOf(found)),
        jobs -> pipeline(job, jobs, canceledByUs),
        NOT_FOUND);
  }

  private Uni<Boolean> pages(JobOnRunner job, int page, List<JobJson> found) {
    return api.pipelineJobs(job.project().value(), job.pipeline().value(), PER_PAGE, page)
        .chain(
            answer -> {
              found.addAll(GitLab.entity(answer));
              String next = answer.getHeaderString(GitLabApi.NEXT_PAGE);
              return next == null || next.isBlank()
                  ? Uni.createFrom().item(true)
                  : pages(job, Integer.parseInt(next), found);
            });
  }

  /**
   * A canceled pipeline has no job left that could run, and one at least that somebody stopped; a
   * single job that somebody canceled is no canceled pipeline while others go on.
   */
  static JobObservation pipeline(JobOnRunner job, List<JobJson> jobs, Set<Long> canceledByUs) {
    long id = job.job().value();
    boolean stopped =
        jobs.stream()
            .anyMatch(
                each ->
                    each.id() != id
                        && STOPPED.contains(status(each))
                        && !canceledByUs.contains(each.id()));
    boolean goesOn = jobs.stream().anyMatch(each -> OPEN.contains(status(each)));
    Optional<JobId> successor =
        jobs.stream()
            .filter(each -> each.id() > id && job.name().equals(each.name()))
            .map(each -> new JobId(each.id()))
            .findFirst();
    return new PipelineSeen(stopped && !goesOn, successor.orElse(null));
  }

  /** The jobs that a runner has, or had when its machine went and that failed with it. */
  static List<JobOnRunner> left(List<JobJson> latest, Instant now) {
    return latest.stream()
        .filter(job -> lost(job, now.minus(WITH_ITS_MACHINE)))
        .map(GitLabJobs::onRunner)
        .flatMap(Optional::stream)
        .toList();
  }

  private static boolean lost(JobJson job, Instant since) {
    return switch (seen(job, Duration.ZERO)) {
      case JobRuns _, JobStops _ -> true;
      case JobFailed failed -> failed.byLoss() && failed.at() != null && failed.at().isAfter(since);
      default -> false;
    };
  }

  static Optional<JobOnRunner> onRunner(JobJson job) {
    PipelineJson pipeline = job.pipeline();
    return pipeline == null
        ? Optional.empty()
        : Optional.of(
            new JobOnRunner(
                new JobId(job.id()),
                new ProjectId(pipeline.project()),
                new PipelineId(pipeline.id()),
                Objects.requireNonNullElse(job.name(), "")));
  }

  static JobJson job(RestResponse<JobJson> answer) {
    JobJson job = answer.getEntity();
    if (job == null) {
      throw new IllegalStateException("GitLab answered " + answer.getStatus() + " without a job");
    }
    return job;
  }

  private static String status(JobJson job) {
    return Objects.requireNonNullElse(job.status(), "");
  }

  private static JobObservation seen(JobJson job, Duration canceledAgo) {
    return switch (status(job)) {
      case "success" -> new JobSucceeded();
      case "failed" ->
          new JobFailed(
              Objects.requireNonNullElse(job.failureReason(), "unknown_failure"), job.finishedAt());
      case "canceled", "skipped", "manual" -> new JobCanceled(canceledAgo);
      case "canceling" -> new JobStops();
      case "running" -> new JobRuns();
      // What waits for a runner is left to it.
      default -> new Unclear();
    };
  }

  private <T> Uni<JobObservation> observe(
      String action, Supplier<Uni<T>> call, Function<T, JobObservation> meaning, int telling) {
    return VertxContext.returning(() -> call.get().subscribeAsCompletionStage())
        .map(meaning)
        .invoke(() -> metrics.called("gitlab", action, "ok"))
        .onFailure()
        .recoverWithItem(failure -> failed(action, failure, telling));
  }

  /** Only the status that tells something of the job is an answer; the rest is asked again. */
  private JobObservation failed(String action, Throwable failure, int telling) {
    if (failure instanceof WebApplicationException answered) {
      int code = answered.getResponse().getStatus();
      if (code == NOT_FOUND || code == telling) {
        metrics.called("gitlab", action, "missing");
        return code == NOT_FOUND ? new JobGone() : new RetryRefused();
      }
    }
    metrics.called("gitlab", action, "failed");
    LOG.warnf("GitLab call failed action=%s reason=%s", action, failure.getMessage());
    return new Unclear();
  }
}
