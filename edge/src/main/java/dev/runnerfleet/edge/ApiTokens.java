package dev.runnerfleet.edge;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets in who brings one of the operator's tokens as {@code Authorization: Bearer}. GitLab's
 * webhooks and the machines prove themselves in other ways. Without any token configured every
 * caller is let in, as on one's own machine.
 */
public class ApiTokens {

  private static final Pattern OPEN = Pattern.compile("/(webhooks/.*|enrolments/?|reports/?)");
  private static final String SCHEME = "Bearer ";

  private final List<byte[]> tokens;

  ApiTokens(@ConfigProperty(name = "runnerfleet.api-tokens") Optional<List<String>> tokens) {
    this.tokens =
        tokens.orElse(List.of()).stream()
            .map(String::strip)
            .filter(token -> !token.isEmpty())
            .map(token -> token.getBytes(StandardCharsets.UTF_8))
            .toList();
  }

  @ServerRequestFilter
  public void check(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    if (tokens.isEmpty() || OPEN.matcher(path).matches()) {
      return;
    }
    String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.startsWith(SCHEME) || !known(header.substring(SCHEME.length()))) {
      throw HttpProblem.builder()
          .withStatus(Status.UNAUTHORIZED)
          .withTitle("Unauthorized")
          .withDetail("Send one of the API tokens as Authorization: Bearer")
          .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"runnerfleet\"")
          .build();
    }
  }

  private boolean known(String token) {
    byte[] given = token.getBytes(StandardCharsets.UTF_8);
    boolean known = false;
    for (byte[] each : tokens) {
      known |= MessageDigest.isEqual(each, given);
    }
    return known;
  }
}
