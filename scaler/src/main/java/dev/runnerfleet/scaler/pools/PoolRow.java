package dev.runnerfleet.scaler.pools;

import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.scaler.core.LaunchHealth;
import dev.runnerfleet.scaler.core.Pool;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A pool as kept. Locking the row is what makes decisions about the pool follow one another. */
@Entity
@Table(name = "pool")
public class PoolRow {

  @Id public String name = "";

  public int revision;

  /** The {@link PoolSpec} as it is published. */
  public String spec = "";

  @Column(name = "file_spec")
  public @Nullable String fileSpec;

  public boolean paused;

  public boolean closed;

  public int refusals;

  @Column(name = "backing_off_until")
  public @Nullable Instant backingOffUntil;

  @Column(name = "refused_revision")
  public @Nullable Integer refusedRevision;

  @Column(name = "refusal_detail")
  public String refusalDetail = "";

  public String held = "";

  Pool toDomain() {
    return new Pool(
        Topic.POOLS.decode(spec),
        paused,
        closed,
        new LaunchHealth(refusals, backingOffUntil, refusedRevision, refusalDetail));
  }

  void take(PoolSpec next) {
    revision = next.revision();
    spec = Topic.POOLS.encode(next);
  }

  void take(LaunchHealth health) {
    refusals = health.refusals();
    backingOffUntil = health.until();
    refusedRevision = health.refusedRevision();
    refusalDetail = health.detail();
  }
}
