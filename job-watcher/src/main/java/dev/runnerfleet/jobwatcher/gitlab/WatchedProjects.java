package dev.runnerfleet.jobwatcher.gitlab;

import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.WatcherConfig;
import dev.runnerfleet.jobwatcher.gitlab.GitLabApi.ProjectJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Which projects are polled: those configured, those of the groups configured, or, with neither,
 * all that the token is a member of; for an administrator's token all there are.
 */
@ApplicationScoped
public class WatchedProjects {

  private static final Logger LOG = Logger.getLogger(WatchedProjects.class);

  private final GitLabApi api;
  private final Calls calls;
  private final List<String> projects;
  private final List<String> groups;
  private volatile @Nullable Boolean administrator;

  WatchedProjects(@RestClient GitLabApi api, Calls calls, WatcherConfig config) {
    this.api = api;
    this.calls = calls;
    this.projects = config.gitlab().projects().orElse(List.of());
    this.groups = config.gitlab().groups().orElse(List.of());
  }

  /** All of them; fails where the list would be incomplete. */
  public Uni<Set<ProjectId>> list() {
    Set<ProjectId> found = new LinkedHashSet<>();
    if (projects.isEmpty() && groups.isEmpty()) {
      return isAdministrator().chain(all -> pages(everything(all), api::projects, found));
    }
    Uni<Set<ProjectId>> listed = Uni.createFrom().item(found);
    for (String project : projects) {
      listed = listed.chain(() -> configured(project, found));
    }
    for (String group : groups) {
      listed =
          listed.chain(() -> pages(ofGroup(), query -> api.groupProjects(group, query), found));
    }
    return listed;
  }

  private Uni<Boolean> isAdministrator() {
    Boolean known = administrator;
    return known != null
        ? Uni.createFrom().item(known)
        : calls
            .call("get-user", api::user)
            .map(user -> user.map(each -> Boolean.TRUE.equals(each.isAdmin())).orElse(false))
            .invoke(answer -> administrator = answer);
  }

  private Uni<Set<ProjectId>> configured(String idOrPath, Set<ProjectId> found) {
    return calls
        .call("get-project", () -> api.project(idOrPath))
        .map(
            project -> {
              project.ifPresentOrElse(
                  json -> found.add(new ProjectId(json.id())),
                  () -> LOG.warnf("Configured project not found project=%s", idOrPath));
              return found;
            });
  }

  private Uni<Set<ProjectId>> pages(
      MultivaluedMap<String, String> query,
      Function<MultivaluedMap<String, String>, Uni<RestResponse<List<ProjectJson>>>> list,
      Set<ProjectId> found) {
    return calls
        .call("list-projects", () -> list.apply(query).map(Page::of))
        .chain(
            answer -> {
              Page page = answer.orElse(Page.NONE);
              found.addAll(page.projects());
              return page.next()
                  .map(next -> pages(next, list, found))
                  .orElseGet(() -> Uni.createFrom().item(found));
            });
  }

  private static MultivaluedMap<String, String> everything(boolean administrator) {
    MultivaluedMap<String, String> query = simple();
    query.putSingle("pagination", "keyset");
    if (!administrator) {
      query.putSingle("membership", "true");
    }
    return query;
  }

  private static MultivaluedMap<String, String> ofGroup() {
    MultivaluedMap<String, String> query = simple();
    query.putSingle("include_subgroups", "true");
    return query;
  }

  private static MultivaluedMap<String, String> simple() {
    MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
    query.putSingle("archived", "false");
    query.putSingle("simple", "true");
    query.putSingle("order_by", "id");
    query.putSingle("sort", "asc");
    query.putSingle("per_page", "100");
    return query;
  }

  private record Page(Set<ProjectId> projects, Optional<MultivaluedMap<String, String>> next) {
    static final Page NONE = new Page(Set.of(), Optional.empty());

    static Page of(RestResponse<List<ProjectJson>> answer) {
      Set<ProjectId> ids = new LinkedHashSet<>();
      answer.getEntity().forEach(json -> ids.add(new ProjectId(json.id())));
      return new Page(ids, NextPage.query(answer.getHeaderString("Link")));
    }
  }
}
