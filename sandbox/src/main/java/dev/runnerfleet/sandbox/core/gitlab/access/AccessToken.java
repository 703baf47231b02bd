package dev.runnerfleet.sandbox.core.gitlab.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A personal access token. */
public record AccessToken(
    long id,
    String value,
    User user,
    Set<Scope> scopes,
    Instant createdAt,
    @Nullable Instant expiresAt) {
  public AccessToken {
    scopes = Set.copyOf(scopes);
  }

  public boolean isExpired(Instant now) {
    return expiresAt != null && !expiresAt.isAfter(now);
  }

  /** Without the token, so that no log can show it. */
  @Override
  public String toString() {
    return "AccessToken[id=" + id + "]";
  }
}
