package dev.runnerfleet.jobwatcher.gitlab;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.gitlab.GitLabApi.JobJson;
import dev.runnerfleet.jobwatcher.gitlab.GitLabApi.RefJson;
import dev.runnerfleet.jobwatcher.source.AwayException;
import dev.runnerfleet.jobwatcher.source.JobSource;
import dev.runnerfleet.jobwatcher.source.ListedJob;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** GitLab as a source of jobs: its REST interface, and GraphQL where that says more at once. */
@ApplicationScoped
public class GitLab implements JobSource {

  private final GitLabApi api;
  private final Calls calls;
  private final Pages pages;
  private final WatchedProjects watched;
  private final InstanceJobs instance;
  private final Allowance allowance;
  private final Clock clock;

  GitLab(
      @RestClient GitLabApi api,
      Calls calls,
      Pages pages,
      WatchedProjects watched,
      InstanceJobs instance,
      Allowance allowance,
      Clock clock) {
    this.api = api;
    this.calls = calls;
    this.pages = pages;
    this.watched = watched;
    this.instance = instance;
    this.allowance = allowance;
    this.clock = clock;
  }

  @Override
  public Optional<Duration> closedFor() {
    return allowance.closedFor();
  }

  @Override
  public int affordable(Duration time) {
    return allowance.within(time);
  }

  @Override
  public Uni<Set<ProjectId>> projects() {
    return watched.list();
  }

  @Override
  public Uni<List<ListedJob>> activeJobs(ProjectId project, Purpose purpose) {
    MultivaluedMap<String, String> query = Pages.query();
    query.add("scope[]", "pending");
    query.add("scope[]", "running");
    return pages
        .all("list-jobs", purpose, query, page -> api.jobs(project.value(), page))
        .map(
            found ->
                found.orElse(List.<JobJson>of()).stream().map(json -> of(project, json)).toList())
        .onFailure(InvalidValueException.class)
        .transform(GitLab::notUnderstood);
  }

  @Override
  public Uni<Optional<List<ListedJob>>> allActiveJobs() {
    return watched
        .isAdministrator()
        .chain(
            administrator ->
                administrator ? instance.list() : Uni.createFrom().item(Optional.empty()));
  }

  @Override
  public Uni<Optional<ListedJob>> job(ProjectId project, JobId job, Purpose purpose) {
    return calls
        .call("get-job", purpose, () -> api.job(project.value(), job.value()))
        .map(found -> found.map(json -> of(project, json)))
        .onFailure(InvalidValueException.class)
        .transform(GitLab::notUnderstood);
  }

  @Override
  public Uni<Boolean> isProtected(ProjectId project, Ref ref, Purpose purpose) {
    return calls
        .call("get-ref", purpose, () -> ref(project, ref))
        .map(found -> found.map(json -> Boolean.TRUE.equals(json.isProtected())).orElse(false));
  }

  private Uni<RefJson> ref(ProjectId project, Ref ref) {
    return ref.gitTag()
        ? api.tag(project.value(), ref.name())
        : api.branch(project.value(), ref.name());
  }

  private ListedJob of(ProjectId project, JobJson json) {
    return RestJobs.of(project, json, clock.instant());
  }

  static AwayException notUnderstood(Throwable failure) {
    return new AwayException(
        "GitLab's answer cannot be understood: " + failure.getMessage(), null, failure);
  }
}
