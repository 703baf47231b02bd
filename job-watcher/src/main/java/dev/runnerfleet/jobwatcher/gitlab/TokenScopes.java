package dev.runnerfleet.jobwatcher.gitlab;

import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.jobwatcher.WatcherConfig;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.core.Scopes;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/** Says on start, and in readiness, which scopes the token lacks and for what. */
@Readiness
@ApplicationScoped
class TokenScopes implements HealthCheck {

  private static final Logger LOG = Logger.getLogger(TokenScopes.class);

  private final GitLabApi api;
  private final Calls calls;
  private final Background background;
  private final boolean hasToken;
  private final boolean hooksCared;

  /** Each scope that is missing, with what it is for; none while GitLab has not said. */
  private volatile Map<String, String> lacking = Map.of();

  TokenScopes(@RestClient GitLabApi api, Calls calls, Background background, WatcherConfig config) {
    this.api = api;
    this.calls = calls;
    this.background = background;
    this.hasToken = config.gitlab().token().isPresent();
    this.hooksCared = config.webhookUrl().isPresent();
  }

  /** Ready all the same: what the token may do is done. */
  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("GitLab's token").up();
    lacking.forEach(
        (scope, purpose) -> response.withData("lacks " + scope, "It is needed for " + purpose));
    return response.build();
  }

  void check(@Observes StartupEvent start) {
    if (hasToken) {
      background.run("token scopes", this::check);
    }
  }

  private Uni<Void> check() {
    return calls
        .call("get-token", Purpose.LOOKUP, api::token)
        .invoke(answer -> answer.map(GitLabApi.TokenJson::scopes).ifPresent(this::said))
        .onFailure()
        .invoke(
            failure ->
                LOG.warnf("What the token may do is not known reason=%s", failure.getMessage()))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }

  private void said(Set<String> scopes) {
    lacking = Scopes.lacking(scopes, hooksCared);
    lacking.forEach(
        (scope, purpose) ->
            LOG.warnf("The token lacks a scope scope=%s needed-for=%s", scope, purpose));
  }
}
