package dev.runnerfleet.sandbox.gitlab.wire;

import dev.runnerfleet.sandbox.core.gitlab.access.RequestLimit;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An answer that GitLab gives instead of what was asked for, in its own form. */
public final class GitLabError extends WebApplicationException {
  private static final long serialVersionUID = 1L;

  private GitLabError(Response response) {
    super(response);
  }

  /** An answer that somebody has made. */
  public static GitLabError refusal(Response response) {
    return new GitLabError(response);
  }

  public static GitLabError unauthorized() {
    return message(401, "401 Unauthorized");
  }

  /** For a token that was good once. */
  public static GitLabError expiredToken() {
    return oauth(
        401,
        "invalid_token",
        "Token is expired. You can either do re-authorization or token refresh.",
        Map.of());
  }

  /** For a token that is good, but not for this. */
  public static GitLabError insufficientScope(List<String> sufficient) {
    return oauth(
        403,
        "insufficient_scope",
        "The request requires higher privileges than provided by the access token.",
        Map.of("scope", String.join(" ", sufficient)));
  }

  private static GitLabError oauth(
      int status, String error, String description, Map<String, String> more) {
    var body = new LinkedHashMap<String, String>();
    body.put("error", error);
    body.put("error_description", description);
    body.putAll(more);
    return entity(status, body);
  }

  /** For too many requests of a user, with the headers of GitLab's Rack::Attack. */
  public static GitLabError throttled(RequestLimit.Exceeded exceeded, Instant now) {
    long wait = Math.max(1, Duration.between(now, exceeded.reset()).toSeconds() + 1);
    return new GitLabError(
        Response.status(429)
            .type(MediaType.TEXT_PLAIN_TYPE)
            .header("RateLimit-Name", "throttle_authenticated_api")
            .header("RateLimit-Limit", exceeded.limit())
            .header("RateLimit-Observed", exceeded.observed())
            .header("RateLimit-Remaining", 0)
            .header("RateLimit-Reset", exceeded.reset().getEpochSecond())
            .header("RateLimit-ResetTime", Times.http(exceeded.reset()))
            .header("Retry-After", wait)
            .entity("Retry later\n")
            .build());
  }

  /** For too many requests to one endpoint: GitLab's application limits send no headers. */
  public static GitLabError tooOften() {
    String why = "This endpoint has been requested too many times. Try again later.";
    return entity(429, Map.of("message", Map.of("error", why)));
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
