package dev.runnerfleet.pace;

import dev.runnerfleet.pace.core.Limit;
import dev.runnerfleet.pace.core.TokenBucket;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A token bucket that all replicas draw on; its row's lock is what they queue at. */
@Entity
@Table(name = "bucket")
public class BucketRow {

  /** Throttle domain and action. */
  @Id String id = "";

  double capacity;

  @Column(name = "per_second")
  double perSecond;

  double share;

  double tokens;

  Instant at = Instant.EPOCH;

  @Column(name = "halved_at")
  Instant halvedAt = Instant.EPOCH;

  /** The bucket, by the limit that is set now. */
  TokenBucket toDomain(Limit limit) {
    return new TokenBucket(limit, share, Math.min(tokens, limit.capacity()), at, halvedAt);
  }

  void take(TokenBucket bucket) {
    capacity = bucket.limit().capacity();
    perSecond = bucket.limit().perSecond();
    share = bucket.share();
    tokens = bucket.tokens();
    at = bucket.at();
    halvedAt = bucket.halvedAt();
  }
}
