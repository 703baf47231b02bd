package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.gitlab.access.AccessToken;
import dev.runnerfleet.sandbox.core.gitlab.access.Role;
import dev.runnerfleet.sandbox.core.gitlab.access.User;
import dev.runnerfleet.sandbox.gitlab.wire.GitLabError;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who makes a request. */
record Caller(AccessToken token) implements SecurityContext {

  /** Of a request that {@link SignIn} has let in. */
  static Caller of(SecurityContext security) {
    if (security instanceof Caller caller) {
      return caller;
    }
    throw GitLabError.unauthorized();
  }

  User user() {
    return token.user();
  }

  /** Refuses who has less than a role. */
  static void require(SecurityContext security, Role role) {
    if (!of(security).user().has(role)) {
      throw GitLabError.forbidden();
    }
  }

  /** Refuses who is no administrator. */
  static void requireAdministrator(SecurityContext security) {
    if (!of(security).user().isAdministrator()) {
      throw GitLabError.forbidden();
    }
  }

  @Override
  public Principal getUserPrincipal() {
    return user()::username;
  }

  @Override
  public boolean isUserInRole(String role) {
    return user().has(Role.valueOf(role.toUpperCase(Locale.ROOT)));
  }

  @Override
  public boolean isSecure() {
    return false;
  }

  @Override
  public @Nullable String getAuthenticationScheme() {
    return null;
  }
}
