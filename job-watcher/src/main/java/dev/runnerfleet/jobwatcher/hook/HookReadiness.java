package dev.runnerfleet.jobwatcher.hook;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Says which webhooks GitLab does not call. Ready all the same: polling makes up for them. */
@Readiness
@ApplicationScoped
class HookReadiness implements HealthCheck {

  private final LastHookReport last;

  HookReadiness(LastHookReport last) {
    this.last = last;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("Webhooks of GitLab").up();
    String amiss = LastHookReport.amiss(last.get());
    if (!amiss.isEmpty()) {
      response.withData("not called", amiss);
    }
    return response.build();
  }
}
