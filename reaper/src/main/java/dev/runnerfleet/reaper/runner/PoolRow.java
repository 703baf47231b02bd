package dev.runnerfleet.reaper.runner;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a pool has its machines and runners. Stays when the pool goes: its machines may not have.
 */
@Entity
@Table(name = "pool")
public class PoolRow {

  @Id public String name = "";
  public String region = "";
  public String scope = "";

  @Column(name = "scope_id")
  public @Nullable Long scopeId;

  @Column(name = "retry_interrupted")
  public boolean retryInterrupted;

  @Column(name = "on_demand")
  public boolean onDemand;

  @Column(name = "max_lifetime_seconds")
  public long maxLifetimeSeconds;

  @Column(name = "deleted_at")
  public @Nullable Instant deletedAt;
}
