package dev.runnerfleet.sandbox.gitlab.wire;

import dev.runnerfleet.sandbox.core.gitlab.project.Group;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/**
 * Where things are found by a browser.
 *
 * @param base the instance's address, without a slash at its end
 */
public record Links(String base) {
  /** As the caller sees the instance. */
  public static Links of(UriInfo uri) {
    return new Links(uri.getBaseUri().resolve("/gitlab").toString());
  }

  public String host() {
    return String.valueOf(URI.create(base).getHost());
  }

  public String project(Project project) {
    return base + "/" + project.path();
  }

  public String group(Group group) {
    return base + "/groups/" + group.path();
  }

  public String git(Project project) {
    return project(project) + ".git";
  }

  public String ssh(Project project) {
    return "git@" + host() + ":" + project.path() + ".git";
  }

  public String job(Project project, long id) {
    return project(project) + "/-/jobs/" + id;
  }

  public String pipeline(Project project, long id) {
    return project(project) + "/-/pipelines/" + id;
  }

  public String commit(Project project, String sha) {
    return project(project) + "/-/commit/" + sha;
  }

  public String user() {
    return base + "/" + Users.USERNAME;
  }
}
