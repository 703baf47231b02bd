package dev.runnerfleet.scaler.core.pool;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Capacity;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.runner.PoolPrepared;
import dev.runnerfleet.scaler.core.schedule.CapacityInForce;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pool as the operator wants it, and how it stands.
 *
 * @param paused an operator wants no machines for now
 * @param closed an operator deleted it; it goes once its machines are gone
 * @param machineRevision the revision that last changed what its machines are: those of an earlier
 *     one have drifted
 * @param override an operator's word on its size, which may be over by now
 * @param preparation what the provisioner would launch; null where it has not said so yet
 */
public record Pool(
    PoolSpec spec,
    boolean paused,
    boolean closed,
    LaunchHealth launches,
    int machineRevision,
    @Nullable CapacityOverride override,
    @Nullable Preparation preparation) {

  /** A pool of which nothing is known beside what its operator wants. */
  public Pool(PoolSpec spec, boolean paused, boolean closed, LaunchHealth launches) {
    this(spec, paused, closed, launches, 1, null, null);
  }

  public PoolName name() {
    return spec.name();
  }

  /** Whether a job can hope for a machine of this pool. */
  public boolean serves(Instant now) {
    return !paused
        && !closed
        && launches.stop(spec.revision()).isEmpty()
        && capacity(now).maxRunners() > 0;
  }

  /** The capacity in force: the pool's own, by its schedules, by an override. */
  public Capacity capacity(Instant now) {
    Capacity scheduled = CapacityInForce.of(spec, now);
    return overrideAt(now).map(word -> word.over(scheduled)).orElse(scheduled);
  }

  public Optional<CapacityOverride> overrideAt(Instant now) {
    return Optional.ofNullable(override).filter(word -> word.holds(now));
  }

  /** What the next machine is expected to cost an hour; null where nobody has said so yet. */
  public @Nullable Usd price() {
    return preparation == null ? null : preparation.hourlyPrice();
  }

  /** The same for each of its slots. */
  Optional<Usd> pricePerSlot() {
    return Optional.ofNullable(price())
        .map(
            price ->
                new Usd(
                    price
                        .amount()
                        .divide(
                            BigDecimal.valueOf(spec.capacity().slotsPerRunner()),
                            6,
                            RoundingMode.HALF_UP)));
  }

  /** This pool once the provisioner said that it can launch it; a late word changes nothing. */
  public Pool after(PoolPrepared event) {
    if (preparation != null && !event.at().isAfter(preparation.at())) {
      return this;
    }
    return new Pool(
        spec,
        paused,
        closed,
        launches.after(event),
        machineRevision,
        override,
        Preparation.of(event));
  }

  public Pool with(LaunchHealth health) {
    return new Pool(spec, paused, closed, health, machineRevision, override, preparation);
  }
}
