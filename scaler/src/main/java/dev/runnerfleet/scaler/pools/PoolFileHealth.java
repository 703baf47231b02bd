package dev.runnerfleet.scaler.pools;

import io.smallrye.health.api.Wellness;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Down while the pool file is broken. That does not make the service unready, for it goes on with
 * the pools it has: it shows under {@code /q/health/well}.
 */
@Wellness
class PoolFileHealth implements HealthCheck {

  private final PoolFileState state;

  PoolFileHealth(PoolFileState state) {
    this.state = state;
  }

  @Override
  public HealthCheckResponse call() {
    return state
        .broken()
        .map(why -> HealthCheckResponse.named("pool file").down().withData("broken", why).build())
        .orElseGet(() -> HealthCheckResponse.up("pool file"));
  }
}
