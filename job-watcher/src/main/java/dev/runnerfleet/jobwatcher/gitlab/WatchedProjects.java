package dev.runnerfleet.jobwatcher.gitlab;

import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.WatcherConfig;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.gitlab.GitLabApi.ProjectJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which projects are polled: those configured, those of the groups configured, or, with neither,
 * all that the token is a member of; for an administrator's token all there are. Archived ones and
 * those with CI/CD switched off have no jobs and are left out.
 */
@ApplicationScoped
class WatchedProjects {

  private static final Logger LOG = Logger.getLogger(WatchedProjects.class);

  private final GitLabApi api;
  private final Calls calls;
  private final Pages pages;
  private final List<String> projects;
  private final List<String> groups;
  private volatile @Nullable Boolean administrator;

  WatchedProjects(@RestClient GitLabApi api, Calls calls, Pages pages, WatcherConfig config) {
    this.api = api;
    this.calls = calls;
    this.pages = pages;
    this.projects = config.gitlab().projects().orElse(List.of());
    this.groups = config.gitlab().groups().orElse(List.of());
  }

  /** All of them; fails where the list would be incomplete. */
  Uni<Set<ProjectId>> list() {
    Set<ProjectId> found = new LinkedHashSet<>();
    if (projects.isEmpty() && groups.isEmpty()) {
      return isAdministrator().chain(all -> add(everything(all), api::projects, found));
    }
    Uni<Set<ProjectId>> listed = Uni.createFrom().item(found);
    for (String project : projects) {
      listed = listed.chain(() -> configured(project, found));
    }
    for (String group : groups) {
      listed = listed.chain(() -> add(ofGroup(), query -> api.groupProjects(group, query), found));
    }
    return listed;
  }

  /** Whether the token is an administrator's. */
  Uni<Boolean> isAdministrator() {
    Boolean known = administrator;
    return known != null
        ? Uni.createFrom().item(known)
        : calls
            .call("get-user", Purpose.POLL, api::user)
            .map(user -> user.map(each -> Boolean.TRUE.equals(each.isAdmin())))
            .invoke(answer -> answer.ifPresent(told -> administrator = told))
            .map(answer -> answer.orElse(false));
  }

  private Uni<Set<ProjectId>> configured(String idOrPath, Set<ProjectId> found) {
    return calls
        .call("get-project", Purpose.POLL, () -> api.project(idOrPath))
        .map(
            project -> {
              project.ifPresentOrElse(
                  json -> add(json, found),
                  () -> LOG.warnf("Configured project not found project=%s", idOrPath));
              return found;
            });
  }

  private Uni<Set<ProjectId>> add(
      MultivaluedMap<String, String> query, Pages.Lister<ProjectJson> list, Set<ProjectId> found) {
    return pages
        .all("list-projects", Purpose.POLL, query, list)
        .map(
            all -> {
              all.orElse(List.of()).forEach(json -> add(json, found));
              return found;
            });
  }

  private static void add(ProjectJson json, Set<ProjectId> found) {
    if (json.mayHaveJobs()) {
      found.add(new ProjectId(json.id()));
    }
  }

  private static MultivaluedMap<String, String> everything(boolean administrator) {
    MultivaluedMap<String, String> query = Pages.query();
    query.putSingle("archived", "false");
    if (!administrator) {
      query.putSingle("membership", "true");
    }
    return query;
  }

  // By number: GitLab pages a group's projects in no other way.
  private static MultivaluedMap<String, String> ofGroup() {
    MultivaluedMap<String, String> query = Pages.query();
    query.remove("pagination");
    query.putSingle("archived", "false");
    query.putSingle("include_subgroups", "true");
    return query;
  }
}
