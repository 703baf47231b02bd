package dev.runnerfleet.jobwatcher.gitlab;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.gitlab.GitLabApi.JobJson;
import dev.runnerfleet.jobwatcher.gitlab.GitLabApi.RefJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** Asks GitLab about jobs. Fails with {@link GitLabAwayException} where it has no full answer. */
@ApplicationScoped
public class GitLab {

  private final GitLabApi api;
  private final Calls calls;
  private final Clock clock;

  GitLab(@RestClient GitLabApi api, Calls calls, Clock clock) {
    this.api = api;
    this.calls = calls;
    this.clock = clock;
  }

  /** All pending and running jobs of a project; an unknown project has none. */
  public Uni<List<ListedJob>> activeJobs(ProjectId project) {
    MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
    query.add("scope[]", "pending");
    query.add("scope[]", "running");
    query.putSingle("pagination", "keyset");
    query.putSingle("order_by", "id");
    query.putSingle("sort", "asc");
    query.putSingle("per_page", "100");
    return pages(project, query, new ArrayList<>());
  }

  /** A job; nothing where GitLab has none of that id. */
  public Uni<Optional<ListedJob>> job(ProjectId project, JobId job) {
    return calls.call(
        "get-job", () -> api.job(project.value(), job.value()).map(json -> of(project, json)));
  }

  /** Whether the branch or tag is protected; one that is not there is not. */
  public Uni<Boolean> isProtected(ProjectId project, Ref ref) {
    return calls
        .call("get-ref", () -> ref(project, ref))
        .map(found -> found.map(json -> Boolean.TRUE.equals(json.isProtected())).orElse(false));
  }

  private Uni<RefJson> ref(ProjectId project, Ref ref) {
    return ref.gitTag()
        ? api.tag(project.value(), ref.name())
        : api.branch(project.value(), ref.name());
  }

  private Uni<List<ListedJob>> pages(
      ProjectId project, MultivaluedMap<String, String> query, List<ListedJob> found) {
    return calls
        .call("list-jobs", () -> api.jobs(project.value(), query).map(page -> page(project, page)))
        .chain(
            answer -> {
              if (answer.isEmpty() && !found.isEmpty()) {
                throw new GitLabAwayException("The project went away while listed", null, null);
              }
              Page page = answer.orElse(Page.NONE);
              found.addAll(page.jobs());
              return page.next()
                  .map(next -> pages(project, next, found))
                  .orElseGet(() -> Uni.createFrom().item(List.copyOf(found)));
            });
  }

  private Page page(ProjectId project, RestResponse<List<JobJson>> answer) {
    return new Page(
        answer.getEntity().stream().map(json -> of(project, json)).toList(),
        NextPage.query(answer.getHeaderString("Link")));
  }

  private ListedJob of(ProjectId project, JobJson json) {
    return ListedJob.of(project, json, clock.instant());
  }

  private record Page(List<ListedJob> jobs, Optional<MultivaluedMap<String, String>> next) {
    static final Page NONE = new Page(List.of(), Optional.empty());
  }
}
