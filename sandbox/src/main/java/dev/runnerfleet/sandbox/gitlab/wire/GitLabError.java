package dev.runnerfleet.sandbox.gitlab.wire;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** An answer that GitLab gives instead of what was asked for, in its own form. */
public final class GitLabError extends WebApplicationException {
  private static final long serialVersionUID = 1L;

  private GitLabError(Response response) {
    super(response);
  }

  public static GitLabError unauthorized() {
    return message(401, "401 Unauthorized");
  }

  public static GitLabError forbidden() {
    return message(403, "403 Forbidden");
  }

  public static GitLabError forbidden(String why) {
    return message(403, "403 Forbidden - " + why);
  }

  /** The kind of thing that is not there, such as {@code Project}. */
  public static GitLabError notFound(String kind) {
    return message(404, "404 " + kind + " Not Found");
  }

  public static GitLabError missing(String parameter) {
    return error(400, parameter + " is missing");
  }

  public static GitLabError invalid(String parameter) {
    return error(400, parameter + " is invalid");
  }

  public static GitLabError notOneOf(String parameter) {
    return error(400, parameter + " does not have a valid value");
  }

  /** An object that breaks one of GitLab's own rules. */
  public static GitLabError rule(String attribute, String rule) {
    return entity(400, Map.of("message", Map.of(attribute, new String[] {rule})));
  }

  /** What GitLab's own code answers. */
  public static GitLabError message(int status, String message) {
    return entity(status, Map.of("message", message));
  }

  /** What the parameter check before it answers. */
  public static GitLabError error(int status, String error) {
    return entity(status, Map.of("error", error));
  }

  private static GitLabError entity(int status, Object entity) {
    return new GitLabError(
        Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(entity).build());
  }
}
