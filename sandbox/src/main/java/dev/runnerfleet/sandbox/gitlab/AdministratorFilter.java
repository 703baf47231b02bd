package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.gitlab.wire.GitLabError;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lets in who brings the sandbox's one personal access token. */
@Provider
@AdministratorOnly
class AdministratorFilter implements ContainerRequestFilter {
  static final String TOKEN = "glpat-sandbox";
  private static final String BEARER = "Bearer ";

  @Override
  public void filter(ContainerRequestContext request) {
    if (!TOKEN.equals(token(request))) {
      throw GitLabError.unauthorized();
    }
  }

  private static @Nullable String token(ContainerRequestContext request) {
    String privateToken = request.getHeaderString("PRIVATE-TOKEN");
    if (privateToken != null) {
      return privateToken;
    }
    String header = Objects.requireNonNullElse(request.getHeaderString("Authorization"), "");
    return header.startsWith(BEARER) ? header.substring(BEARER.length()) : null;
  }
}
