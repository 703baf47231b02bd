package dev.runnerfleet.reaper.runner;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
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
}
