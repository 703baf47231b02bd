package dev.runnerfleet.scaler.core.pool;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.runner.PoolPrepared;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the provisioner last said that it would launch for a pool.
 *
 * @param revision the pool's revision that it spoke of
 * @param image the AMI that the pool's image name resolves to, where that is known
 * @param hourlyPrice what the next machine is expected to cost an hour
 */
public record Preparation(int revision, @Nullable String image, Usd hourlyPrice, Instant at) {

  static Preparation of(PoolPrepared event) {
    return new Preparation(event.revision(), event.image(), event.hourlyPrice(), event.at());
  }
}
