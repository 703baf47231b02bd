package dev.runnerfleet.scaler.pools;

import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.runner.PoolStopped;
import dev.runnerfleet.contracts.topic.Topic;
import dev.runnerfleet.scaler.core.pool.CapacityOverride;
import dev.runnerfleet.scaler.core.pool.Drift;
import dev.runnerfleet.scaler.core.pool.LaunchHealth;
import dev.runnerfleet.scaler.core.pool.LaunchStop;
import dev.runnerfleet.scaler.core.pool.Pool;
import dev.runnerfleet.scaler.core.pool.Preparation;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A pool as kept. Locking the row is what makes decisions about the pool follow one another. */
@Entity
@Table(name = "pool")
public class PoolRow {

  private static final int MOST_DECODED = 2000;
  private static final Map<String, PoolSpec> DECODED = new ConcurrentHashMap<>();

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

  @Column(name = "refusal_detail")
  public String refusalDetail = "";

  @Column(name = "stop_revision")
  public @Nullable Integer stopRevision;

  @Column(name = "stop_reason")
  public @Nullable String stopReason;

  @Column(name = "stop_detail")
  public @Nullable String stopDetail;

  @Column(name = "stop_probe_at")
  public @Nullable Instant stopProbeAt;

  @Column(name = "stop_at")
  public @Nullable Instant stopAt;

  @Column(name = "machine_revision")
  public int machineRevision = 1;

  @Column(name = "override_kind")
  public @Nullable String overrideKind;

  @Column(name = "override_runners")
  public @Nullable Integer overrideRunners;

  @Column(name = "override_until")
  public @Nullable Instant overrideUntil;

  @Column(name = "prepared_revision")
  public @Nullable Integer preparedRevision;

  @Column(name = "prepared_image")
  public @Nullable String preparedImage;

  @Column(name = "hourly_price")
  public @Nullable BigDecimal hourlyPrice;

  @Column(name = "prepared_at")
  public @Nullable Instant preparedAt;

  public String held = "";

  Pool toDomain() {
    return new Pool(
        decoded(spec),
        paused,
        closed,
        new LaunchHealth(refusals, backingOffUntil, refusalDetail, stop()),
        machineRevision,
        override(),
        preparation());
  }

  // Each decision reads every pool that it concerns, and their texts hardly ever change.
  private static PoolSpec decoded(String spec) {
    if (DECODED.size() > MOST_DECODED) {
      DECODED.clear();
    }
    return DECODED.computeIfAbsent(spec, Topic.POOLS::decode);
  }

  /**
   * Takes over what the operator wants now, and notes since when its machines are what they are.
   */
  void take(PoolSpec next) {
    if (!spec.isEmpty() && Drift.changesMachines(Topic.POOLS.decode(spec), next)) {
      machineRevision = next.revision();
    }
    revision = next.revision();
    spec = Topic.POOLS.encode(next);
  }

  void take(LaunchHealth health) {
    refusals = health.refusals();
    backingOffUntil = health.until();
    refusalDetail = health.detail();
    LaunchStop stop = health.stopped();
    stopRevision = stop == null ? null : stop.revision();
    stopReason = stop == null ? null : stop.reason().name();
    stopDetail = stop == null ? null : stop.detail();
    stopProbeAt = stop == null ? null : stop.probeAt();
    stopAt = stop == null ? null : stop.at();
  }

  void take(@Nullable CapacityOverride override) {
    overrideKind = override == null ? null : override.kind().name();
    overrideRunners = override == null ? null : override.runners();
    overrideUntil = override == null ? null : override.until();
  }

  void take(Preparation preparation) {
    preparedRevision = preparation.revision();
    preparedImage = preparation.image();
    hourlyPrice = preparation.hourlyPrice().amount();
    preparedAt = preparation.at();
  }

  private @Nullable LaunchStop stop() {
    return stopRevision == null
        ? null
        : new LaunchStop(
            stopRevision,
            PoolStopped.Reason.valueOf(Objects.requireNonNull(stopReason)),
            Objects.requireNonNull(stopDetail),
            stopProbeAt,
            Objects.requireNonNull(stopAt));
  }

  private @Nullable CapacityOverride override() {
    return overrideKind == null
        ? null
        : new CapacityOverride(
            CapacityOverride.Kind.valueOf(overrideKind),
            Objects.requireNonNull(overrideRunners),
            Objects.requireNonNull(overrideUntil));
  }

  private @Nullable Preparation preparation() {
    return hourlyPrice == null
        ? null
        : new Preparation(
            Objects.requireNonNull(preparedRevision),
            preparedImage,
            new Usd(hourlyPrice),
            Objects.requireNonNull(preparedAt));
  }
}
