package dev.runnerfleet.reaper.core.sweep;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep looked at. The cloud was listed first, our own records were read second, so that a
 * machine launched in between is in the records and not taken for an orphan.
 *
 * @param listedAt when the first listing was begun
 * @param regions those whose listing was complete; nothing is said of any other
 * @param everyRegion whether these are all in which the fleet has, or had, pools
 * @param instances those with this fleet's tag, and those that were asked for by id and shown
 * @param unknownToEc2 those that were asked for by id, each on its own, and that EC2 does not know
 * @param registrations GitLab's runners with this fleet's description, completely listed
 * @param things volumes and launch templates with this fleet's tag
 * @param pools those that are not deleted
 */
public record SweepView(
    Instant listedAt,
    Set<String> regions,
    boolean everyRegion,
    List<Instance> instances,
    Set<InstanceId> unknownToEc2,
    List<Registration> registrations,
    List<Known> records,
    List<Thing> things,
    Set<PoolName> pools) {

  /** What is older has been overtaken by events. */
  public static final Duration FRESH = Duration.ofMinutes(2);

  public SweepView {
    things = List.copyOf(things);
    pools = Set.copyOf(pools);
    regions = Set.copyOf(regions);
    instances = List.copyOf(instances);
    unknownToEc2 = Set.copyOf(unknownToEc2);
    registrations = List.copyOf(registrations);
    records = List.copyOf(records);
  }

  /**
   * The same view with what EC2 said of instances that were asked for by id, in the place of what
   * listings said of them.
   */
  public SweepView with(Collection<Instance> shown, Collection<InstanceId> unknown) {
    Set<InstanceId> answered = new HashSet<>(unknown);
    shown.forEach(instance -> answered.add(instance.id()));
    List<Instance> allShown = new ArrayList<>(instances);
    allShown.removeIf(instance -> answered.contains(instance.id()));
    allShown.addAll(shown);
    Set<InstanceId> allUnknown = new HashSet<>(unknownToEc2);
    allUnknown.addAll(unknown);
    return new SweepView(
        listedAt,
        regions,
        everyRegion,
        allShown,
        allUnknown,
        registrations,
        records,
        things,
        pools);
  }

  /** The same view without instances of which EC2 gave no word when it was asked for them by id. */
  public SweepView without(Collection<InstanceId> unanswered) {
    return new SweepView(
        listedAt,
        regions,
        everyRegion,
        instances.stream().filter(instance -> !unanswered.contains(instance.id())).toList(),
        unknownToEc2,
        registrations,
        records,
        things,
        pools);
  }

  /** Whether so much time has passed since the look that nothing follows from it any more. */
  public boolean stale(Instant now) {
    return listedAt.plus(FRESH).isBefore(now);
  }

  /**
   * An instance of this fleet.
   *
   * @param up whether it is neither shutting down nor terminated
   * @param takenByAws whether AWS says that it took the instance itself
   * @param bypassed whether its tag protects it from everything but AWS
   */
  public record Instance(
      InstanceId id,
      String region,
      @Nullable PoolName pool,
      boolean up,
      boolean takenByAws,
      boolean bypassed,
      Instant launchedAt) {}

  /** A runner in GitLab that was made for one machine of this fleet. */
  public record Registration(
      GitLabRunnerId id, PoolName pool, RunnerId runner, InstanceId instance) {}

  /**
   * A machine in our records that has not been seen to end.
   *
   * @param draining whether a drain is under way for it
   * @param committed whether that drain is already on its way to terminate it
   * @param maxLifetime what its pool allows one machine; zero for ever
   */
  public record Known(
      RunnerId runner,
      PoolName pool,
      InstanceId instance,
      String region,
      Instant launchedAt,
      boolean draining,
      boolean committed,
      Duration maxLifetime) {}

  /**
   * Something in AWS that outlives instances.
   *
   * @param pool as its tag says
   */
  public record Thing(
      Kind kind, String id, String region, @Nullable PoolName pool, Instant createdAt) {

    /** What it is. */
    public enum Kind {
      /** One that is attached to nothing. */
      VOLUME,
      LAUNCH_TEMPLATE
    }
  }
}
