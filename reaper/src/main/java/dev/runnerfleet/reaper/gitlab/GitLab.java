package dev.runnerfleet.reaper.gitlab;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import dev.runnerfleet.delivery.VertxContext;
import dev.runnerfleet.reaper.ReaperConfig;
import dev.runnerfleet.reaper.ReaperMetrics;
import dev.runnerfleet.reaper.core.drain.Observation;
import dev.runnerfleet.reaper.core.drain.Observation.JobsLeft;
import dev.runnerfleet.reaper.core.drain.Observation.JobsRunning;
import dev.runnerfleet.reaper.core.drain.Observation.NoRunningJobs;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerDeleted;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerMissing;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerPaused;
import dev.runnerfleet.reaper.core.drain.Observation.RunnerUnpaused;
import dev.runnerfleet.reaper.core.drain.Observation.Unknown;
import dev.runnerfleet.reaper.core.sweep.SweepView.Registration;
import dev.runnerfleet.reaper.gitlab.GitLabApi.JobJson;
import dev.runnerfleet.reaper.gitlab.GitLabApi.RunnerChange;
import dev.runnerfleet.reaper.gitlab.GitLabApi.RunnerJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.time.Clock;
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
import org.jspecify.annotations.Nullable;

/**
 * Asks GitLab, and turns its answers into observations. No answer becomes a failure: what went
 * wrong is {@link Unknown} and will be asked again.
 */
@ApplicationScoped
public class GitLab {

  private static final int PER_PAGE = 100;
  private static final Logger LOG = Logger.getLogger(GitLab.class);

  private final GitLabApi api;
  private final RunnerDescription description;
  private final ReaperMetrics metrics;
  private final Clock clock;

  GitLab(@RestClient GitLabApi api, ReaperConfig config, ReaperMetrics metrics, Clock clock) {
    this.api = api;
    this.description = new RunnerDescription(config.fleetName());
    this.metrics = metrics;
    this.clock = clock;
  }

  public Uni<Observation> pause(GitLabRunnerId runner) {
    return observe(
        "pause",
        () -> api.update(runner.value(), new RunnerChange(true)),
        GitLab::paused,
        new RunnerMissing());
  }

  public Uni<Observation> unpause(GitLabRunnerId runner) {
    return observe(
        "unpause",
        () -> api.update(runner.value(), new RunnerChange(false)),
        GitLab::unpaused,
        new RunnerMissing());
  }

  /**
   * Whether the runner runs a job; an empty list counts only as a complete answer. One that is
   * being canceled is not {@code running} any more, and yet its {@code after_script} is.
   */
  public Uni<Observation> runningJobs(GitLabRunnerId runner) {
    Instant askedAt = clock.instant();
    return jobs(runner, "running", askedAt)
        .chain(
            seen ->
                seen instanceof NoRunningJobs
                    ? jobs(runner, "canceling", askedAt)
                    : Uni.createFrom().item(seen));
  }

  private Uni<Observation> jobs(GitLabRunnerId runner, String status, Instant askedAt) {
    return observe(
        "runner-jobs",
        () -> api.jobs(runner.value(), status, PER_PAGE),
        answer -> jobs(answer, askedAt),
        new RunnerMissing());
  }

  /** What a runner whose machine is gone has left. */
  public Uni<Observation> leftJobs(GitLabRunnerId runner) {
    return observe(
        "left-jobs",
        () -> latestJobs(runner, PER_PAGE),
        answer -> new JobsLeft(GitLabJobs.left(entity(answer), clock.instant())),
        new RunnerMissing());
  }

  /**
   * Deletes the runner; one that is gone is as good as deleted. GitLab forgets with it when its
   * last job ended, so that is asked first; without an answer it is not known.
   */
  public Uni<Observation> delete(GitLabRunnerId runner) {
    return VertxContext.returning(() -> latestJobs(runner, 1).subscribeAsCompletionStage())
        .map(GitLab::lastEnd)
        .onFailure()
        .recoverWithItem(failure -> Optional.empty())
        .chain(lastEnd -> delete(runner, lastEnd.orElse(null)));
  }

  private Uni<Observation> delete(GitLabRunnerId runner, @Nullable Instant lastEnd) {
    return observe(
        "delete-runner",
        () -> api.delete(runner.value()).map(none -> RestResponse.noContent()),
        done -> new RunnerDeleted(lastEnd),
        new RunnerDeleted(lastEnd));
  }

  private Uni<RestResponse<List<JobJson>>> latestJobs(GitLabRunnerId runner, int count) {
    return api.jobs(runner.value(), "id", "desc", count);
  }

  private static Optional<Instant> lastEnd(RestResponse<List<JobJson>> answer) {
    return entity(answer).stream().findFirst().map(JobJson::finishedAt);
  }

  /**
   * All runners of this fleet in these scopes; none if any page of any of them failed, or if they
   * change too fast for their pages to be told as one list.
   */
  public Uni<Optional<List<Registration>>> registrations(Set<RegistrationScope> scopes) {
    if (scopes.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    List<Registration> found = new ArrayList<>();
    Uni<Void> complete = Uni.createFrom().voidItem();
    for (RegistrationScope scope : scopes) {
      complete = complete.chain(() -> list(scope).invoke(found::addAll).replaceWithVoid());
    }
    return complete
        .invoke(() -> metrics.called("gitlab", "list-runners", "ok"))
        .map(done -> Optional.of(List.copyOf(found)))
        .onFailure()
        .recoverWithItem(failure -> incomplete(failure));
  }

  private Uni<List<Registration>> list(RegistrationScope scope) {
    return RunnerPages.read(
            page -> VertxContext.returning(() -> page(scope, page).subscribeAsCompletionStage()))
        .map(
            runners ->
                runners.stream()
                    .flatMap(runner -> description.read(runner.id(), runner.description()).stream())
                    .toList());
  }

  private Uni<RestResponse<List<RunnerJson>>> page(RegistrationScope scope, int page) {
    return switch (scope.scope()) {
      case INSTANCE -> api.instanceRunners("instance_type", PER_PAGE, page);
      case GROUP -> api.groupRunners(id(scope), "group_type", PER_PAGE, page);
      case PROJECT -> api.projectRunners(id(scope), "project_type", PER_PAGE, page);
    };
  }

  private static long id(RegistrationScope scope) {
    return Objects.requireNonNull(scope.id());
  }

  private Optional<List<Registration>> incomplete(Throwable failure) {
    metrics.called("gitlab", "list-runners", "failed");
    LOG.warnf("Runners not listed completely reason=%s", failure.getMessage());
    return Optional.empty();
  }

  private static Observation paused(RunnerJson changed) {
    return Boolean.TRUE.equals(changed.paused()) ? new RunnerPaused() : new Unknown();
  }

  private static Observation unpaused(RunnerJson changed) {
    return Boolean.FALSE.equals(changed.paused()) ? new RunnerUnpaused() : new Unknown();
  }

  private static Observation jobs(RestResponse<List<JobJson>> answer, Instant askedAt) {
    List<JobJson> running = entity(answer);
    return running.isEmpty()
        ? new NoRunningJobs(askedAt)
        : new JobsRunning(
            running.stream().map(GitLabJobs::onRunner).flatMap(Optional::stream).toList());
  }

  /** The list in an answer; a status or a body that is not a list's is an error. */
  static <T> List<T> entity(RestResponse<List<T>> answer) {
    List<T> list = answer.getEntity();
    if (answer.getStatus() != 200 || list == null) {
      throw new IllegalStateException("GitLab answered " + answer.getStatus() + " without a list");
    }
    return list;
  }

  private <T> Uni<Observation> observe(
      String action, Supplier<Uni<T>> call, Function<T, Observation> meaning, Observation missing) {
    return VertxContext.returning(() -> call.get().subscribeAsCompletionStage())
        .map(meaning)
        .invoke(() -> metrics.called("gitlab", action, "ok"))
        .onFailure()
        .recoverWithItem(failure -> failed(action, failure, missing));
  }

  private Observation failed(String action, Throwable failure, Observation missing) {
    if (failure instanceof WebApplicationException answered
        && answered.getResponse().getStatus() == 404) {
      metrics.called("gitlab", action, "missing");
      return missing;
    }
    metrics.called("gitlab", action, "failed");
    LOG.warnf("GitLab call failed action=%s reason=%s", action, failure.getMessage());
    return new Unknown();
  }
}
