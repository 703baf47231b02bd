package dev.runnerfleet.scaler.control;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.delivery.InTurn;
import dev.runnerfleet.delivery.Outbox;
import dev.runnerfleet.delivery.Outgoing;
import dev.runnerfleet.edge.Problems;
import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.decisions.Decided;
import dev.runnerfleet.scaler.decisions.Decider;
import dev.runnerfleet.scaler.decisions.DecisionMetrics;
import dev.runnerfleet.scaler.pools.FleetStore;
import dev.runnerfleet.scaler.pools.KeptFleet;
import dev.runnerfleet.scaler.pools.PoolStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Changes pools and decides about them at once, in one transaction; or says what would come of a
 * change, by making it and rolling it back.
 */
@ApplicationScoped
class PoolChanges {

  private final PoolStore pools;
  private final FleetStore fleet;
  private final Decider decider;
  private final Outbox outbox;
  private final DecisionMetrics metrics;

  PoolChanges(
      PoolStore pools, FleetStore fleet, Decider decider, Outbox outbox, DecisionMetrics metrics) {
    this.pools = pools;
    this.fleet = fleet;
    this.decider = decider;
    this.outbox = outbox;
    this.metrics = metrics;
  }

  /** Makes or replaces a pool. */
  Uni<PoolSpec> put(PoolSpec wanted, Precondition precondition) {
    return outbox
        .commit(
            out ->
                checked(wanted.name(), precondition)
                    .chain(() -> pools.put(wanted, null, out))
                    .chain(
                        spec ->
                            decider
                                .decide(Set.of(spec.name()), out)
                                .map(decided -> new Put(List.of(spec), decided))))
        .invoke(put -> metrics.decided(put.decided()))
        .map(put -> put.specs().getFirst());
  }

  /** Makes or replaces pools together, and the limits that they keep to, if these are given. */
  Uni<List<PoolSpec>> putAll(Collection<PoolSpec> wanted, Optional<FleetLimits> limits) {
    Set<PoolName> names = names(wanted);
    return outbox
        .commit(
            out ->
                store(wanted, limits, out)
                    .chain(
                        specs ->
                            decider.decide(names, out).map(decided -> new Put(specs, decided))))
        .invoke(put -> metrics.decided(put.decided()))
        .map(Put::specs);
  }

  /** What {@link #putAll} would come to now; stores nothing, publishes nothing. */
  Uni<List<Planned>> plan(
      Collection<PoolSpec> wanted, Optional<FleetLimits> limits, Precondition precondition) {
    return outbox
        .<List<Planned>>commit(
            out ->
                allChecked(wanted, precondition)
                    .chain(() -> store(wanted, limits, out))
                    .chain(() -> considered(names(wanted)))
                    .map(
                        planned -> {
                          throw new RolledBack(planned);
                        }))
        .onFailure(RolledBack.class)
        .recoverWithItem(rolledBack -> rolledBack.planned());
  }

  /** Sets what all pools together must keep to. */
  Uni<KeptFleet> put(FleetLimits limits, Precondition precondition) {
    return outbox.commit(
        out ->
            fleet
                .lock()
                .invoke(kept -> precondition.check("fleet", Optional.of(kept.revision())))
                .chain(kept -> fleet.put(limits, kept.file())));
  }

  /** Closes a pool. */
  Uni<Void> close(PoolName pool, Precondition precondition) {
    return change(pool, () -> checked(pool, precondition).chain(() -> pools.close(pool)));
  }

  /** Pauses or resumes a pool. */
  Uni<Void> pause(PoolName pool, boolean paused) {
    return change(pool, () -> pools.pause(pool, paused));
  }

  private Uni<Void> change(PoolName pool, Supplier<Uni<Boolean>> change) {
    return outbox
        .commit(
            out ->
                change
                    .get()
                    .invoke(found -> orNotFound(found, pool))
                    .chain(() -> decider.decide(Set.of(pool), out)))
        .invoke(metrics::decided)
        .replaceWithVoid();
  }

  private Uni<Void> allChecked(Collection<PoolSpec> wanted, Precondition precondition) {
    return InTurn.each(sorted(wanted), pool -> checked(pool.name(), precondition));
  }

  private Uni<Void> checked(PoolName name, Precondition precondition) {
    return pools
        .lock(Set.of(name))
        .invoke(
            found ->
                precondition.check(
                    "pool " + name,
                    found.stream().map(kept -> kept.pool().spec().revision()).findFirst()))
        .replaceWithVoid();
  }

  private Uni<List<PoolSpec>> store(
      Collection<PoolSpec> wanted, Optional<FleetLimits> limits, Outgoing out) {
    List<PoolSpec> specs = new ArrayList<>();
    Uni<Void> limited =
        limits
            .map(
                given ->
                    fleet.lock().chain(kept -> fleet.put(given, kept.file())).replaceWithVoid())
            .orElseGet(() -> Uni.createFrom().voidItem());
    return limited
        .chain(
            () ->
                InTurn.each(sorted(wanted), pool -> pools.put(pool, null, out).invoke(specs::add)))
        .map(stored -> List.copyOf(specs));
  }

  private Uni<List<Planned>> considered(Set<PoolName> names) {
    return pools
        .lock(names)
        .chain(decider::consider)
        .map(all -> all.stream().map(Planned::of).toList());
  }

  // Locks are taken in the order of names everywhere, so that nobody waits in a circle.
  private static List<PoolSpec> sorted(Collection<PoolSpec> pools) {
    return pools.stream().sorted(Comparator.comparing(pool -> pool.name().value())).toList();
  }

  private static Set<PoolName> names(Collection<PoolSpec> pools) {
    return pools.stream().map(PoolSpec::name).collect(Collectors.toSet());
  }

  private static void orNotFound(boolean found, PoolName pool) {
    if (!found) {
      throw Problems.notFound("pool", pool);
    }
  }

  private record Put(List<PoolSpec> specs, List<Decided> decided) {}

  /** Carries what was planned past the rollback of its transaction. */
  private static final class RolledBack extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Planned> planned;

    RolledBack(List<Planned> planned) {
      super("dry run", null, false, false);
      this.planned = planned;
    }

    List<Planned> planned() {
      return planned;
    }
  }
}
