package dev.runnerfleet.contracts.runner;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.Usd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The provisioner can launch this revision of the pool now. Sent again whenever something of it
 * changes, and when a stop of the pool ends.
 *
 * @param image the AMI id that the pool's image name resolves to
 * @param hourlyPrice what the next machine is expected to cost an hour
 */
public record PoolPrepared(
    PoolName pool, int revision, @Nullable String image, Usd hourlyPrice, Instant at)
    implements RunnerEvent {

  @Override
  public String key() {
    return pool.toString();
  }
}
