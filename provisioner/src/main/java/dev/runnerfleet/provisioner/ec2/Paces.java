package dev.runnerfleet.provisioner.ec2;

import dev.runnerfleet.provisioner.core.pace.Limit;
import dev.runnerfleet.provisioner.core.pace.TokenBucket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the lesser calls within AWS's limits. In memory and per process: unlike CreateFleet, these
 * have room to spare, and whoever gets no token can leave the call or make it later.
 */
@ApplicationScoped
public class Paces {

  private final Clock clock;
  private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();

  Paces(Clock clock) {
    this.clock = clock;
  }

  /** Takes a token where there is one. */
  public boolean may(String action, String region, Limit limit) {
    Instant now = clock.instant();
    boolean[] taken = {false};
    buckets.compute(
        action + " " + region,
        (key, known) -> {
          TokenBucket bucket = known == null ? TokenBucket.full(limit, now) : known;
          Optional<TokenBucket> after = bucket.take(now);
          taken[0] = after.isPresent();
          return after.orElse(bucket);
        });
    return taken[0];
  }
}
