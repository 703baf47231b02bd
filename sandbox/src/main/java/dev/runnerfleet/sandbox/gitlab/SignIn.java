package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.World;
import dev.runnerfleet.sandbox.core.gitlab.access.AccessToken;
import dev.runnerfleet.sandbox.core.gitlab.access.Scope;
import dev.runnerfleet.sandbox.gitlab.wire.GitLabError;
import dev.runnerfleet.sandbox.world.WorldClock;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who brings an access token that is good for the request, within the limit on requests.
 */
@Provider
@SignedIn
class SignIn implements ContainerRequestFilter {
  private static final String BEARER = "Bearer ";

  private final WorldClock world;

  SignIn(WorldClock world) {
    this.world = world;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String value = value(request);
    String path = request.getUriInfo().getPath();
    Set<Scope> sufficient = Endpoints.scopes(request.getMethod(), path);
    AccessToken token = world.ask(w -> checked(w, value, sufficient));
    request.setSecurityContext(new Caller(token));
  }

  private static @Nullable String value(ContainerRequestContext request) {
    String privateToken = request.getHeaderString("PRIVATE-TOKEN");
    if (privateToken != null) {
      return privateToken;
    }
    String header = Objects.requireNonNullElse(request.getHeaderString("Authorization"), "");
    return header.startsWith(BEARER)
        ? header.substring(BEARER.length())
        : request.getUriInfo().getQueryParameters().getFirst("private_token");
  }

  private static AccessToken checked(World w, @Nullable String value, Set<Scope> sufficient) {
    AccessToken token = value == null ? null : w.forge().tokens().find(value);
    if (token == null) {
      throw GitLabError.unauthorized();
    }
    if (token.isExpired(w.now())) {
      throw GitLabError.expiredToken();
    }
    w.forge()
        .userLimit()
        .count(String.valueOf(token.user().id()), w.now())
        .ifPresent(
            exceeded -> {
              throw GitLabError.throttled(exceeded, w.now());
            });
    if (token.scopes().stream().noneMatch(sufficient::contains)) {
      throw GitLabError.insufficientScope(sufficient.stream().map(Scope::wireName).toList());
    }
    return token;
  }
}
