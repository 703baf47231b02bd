package dev.runnerfleet.sandbox.core.gitlab.access;

import dev.runnerfleet.sandbox.core.gitlab.identity.Secrets;
import dev.runnerfleet.sandbox.core.gitlab.identity.Sequence;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All access tokens; the administrator's is there from the start. */
public final class AccessTokens {
  public static final String ADMINISTRATOR = "glpat-sandbox";

  private final Secrets secrets;
  private final Sequence ids = new Sequence(1);
  private final Sequence userIds = new Sequence(User.ROOT.id() + 1);
  private final Map<String, AccessToken> byValue = new HashMap<>();
  private final Map<String, User> users = new HashMap<>();

  public AccessTokens(Secrets secrets) {
    this.secrets = secrets;
    var scopes = Set.of(Scope.API, Scope.ADMIN_MODE);
    put(new AccessToken(ids.take(), ADMINISTRATOR, User.ROOT, scopes, Instant.EPOCH, null));
    users.put(User.ROOT.username(), User.ROOT);
  }

  private AccessToken put(AccessToken token) {
    byValue.put(token.value(), token);
    return token;
  }

  /**
   * Makes a token.
   *
   * @param username whose; the user is made where there is none of that name, and otherwise given
   *     what is said here
   */
  public AccessToken create(
      String username,
      boolean administrator,
      Role role,
      Set<Scope> scopes,
      @Nullable Instant expiresAt,
      Instant now) {
    User known = users.get(username);
    long id = known == null ? userIds.take() : known.id();
    var user = new User(id, username, known == null ? username : known.name(), administrator, role);
    users.put(username, user);
    return put(new AccessToken(ids.take(), secrets.accessToken(), user, scopes, now, expiresAt));
  }

  public @Nullable AccessToken find(String value) {
    return byValue.get(value);
  }
}
