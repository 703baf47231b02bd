package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.gitlab.access.Scope;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Which scopes of a token suffice for a request, as GitLab's endpoints declare them. */
final class Endpoints {
  private static final Pattern ONE_RUNNER = Pattern.compile(".*/api/v4/runners/(?!all$)[^/]+.*");

  private Endpoints() {}

  static Set<Scope> scopes(String method, String path) {
    if (path.endsWith("/personal_access_tokens/self")) {
      return EnumSet.allOf(Scope.class);
    }
    var scopes = EnumSet.of(Scope.API);
    boolean query = path.endsWith("/api/graphql");
    if (method.equals("GET") || method.equals("HEAD") || query) {
      scopes.add(Scope.READ_API);
    }
    if (path.endsWith("/api/v4/user")) {
      scopes.add(Scope.READ_USER);
    }
    if (method.equals("POST") && path.endsWith("/api/v4/user/runners")) {
      scopes.add(Scope.CREATE_RUNNER);
    }
    if (ONE_RUNNER.matcher(path).matches()) {
      scopes.add(Scope.MANAGE_RUNNER);
    }
    return scopes;
  }
}
