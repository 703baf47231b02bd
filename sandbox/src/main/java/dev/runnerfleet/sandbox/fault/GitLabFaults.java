package dev.runnerfleet.sandbox.fault;

import dev.runnerfleet.sandbox.core.fault.GitLabTrouble;
import dev.runnerfleet.sandbox.core.gitlab.access.RequestLimit;
import dev.runnerfleet.sandbox.gitlab.wire.GitLabError;
import dev.runnerfleet.sandbox.world.WorldClock;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Holds requests to GitLab back, or answers them in its place. */
class GitLabFaults {
  private static final String API = "/gitlab/api/v4";
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int LIMIT = 60;

  private final WorldClock world;

  GitLabFaults(WorldClock world) {
    this.world = world;
  }

  /** An answer where the request is to go no further; it may take its time. */
  @ServerRequestFilter(preMatching = true)
  public @Nullable Uni<@Nullable Response> filter(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    if (!path.startsWith(API)) {
      return null;
    }
    String called = path.substring(API.length());
    return world.ask(w -> meet(w.faults().gitLab(request.getMethod(), called, w.now()), w.now()));
  }

  private static Uni<@Nullable Response> meet(GitLabTrouble trouble, Instant now) {
    Response answer =
        trouble.status().isPresent() ? answer(trouble.status().getAsInt(), now) : null;
    Uni<@Nullable Response> uni = Uni.createFrom().item(answer);
    return trouble.delay().isPositive() ? uni.onItem().delayIt().by(trouble.delay()) : uni;
  }

  /** In the form of GitLab's throttle, its application, and the proxy before it. */
  private static Response answer(int status, Instant now) {
    if (status == TOO_MANY_REQUESTS) {
      return GitLabError.throttled(new RequestLimit.Exceeded(LIMIT, LIMIT + 1, now), now)
          .getResponse();
    }
    var known = Response.Status.fromStatusCode(status);
    String reason = known == null ? "Error" : known.getReasonPhrase();
    return Response.status(status)
        .type("application/json")
        .entity(Map.of("message", status + " " + reason))
        .build();
  }
}
