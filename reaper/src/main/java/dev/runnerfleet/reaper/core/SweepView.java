package dev.runnerfleet.reaper.core;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.InstanceId;
import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
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
 * @param regions those whose listing was complete; nothing is said of any other
 * @param everyRegion whether these are all in which the fleet has, or had, pools
 * @param instances those with this fleet's tag, and those that were asked for by id and shown
 * @param unknownToEc2 those that were asked for by id, each on its own, and that EC2 does not know
 * @param registrations GitLab's runners with this fleet's description, completely listed
 */
public record SweepView(
    Set<String> regions,
    boolean everyRegion,
    List<Instance> instances,
    Set<InstanceId> unknownToEc2,
    List<Registration> registrations,
    List<Known> records) {

  public SweepView {
    regions = Set.copyOf(regions);
    instances = List.copyOf(instances);
    unknownToEc2 = Set.copyOf(unknownToEc2);
    registrations = List.copyOf(registrations);
    records = List.copyOf(records);
  }

  /** The same view with what EC2 said of instances that were asked for by id. */
  public SweepView with(Collection<Instance> shown, Collection<InstanceId> unknown) {
    List<Instance> allShown = new ArrayList<>(instances);
    allShown.addAll(shown);
    Set<InstanceId> allUnknown = new HashSet<>(unknownToEc2);
    allUnknown.addAll(unknown);
    return new SweepView(regions, everyRegion, allShown, allUnknown, registrations, records);
  }

  /**
   * An instance of this fleet.
   *
   * @param up whether it is neither shutting down nor terminated
   * @param takenByAws whether AWS says that it took the instance itself
   */
  public record Instance(
      InstanceId id,
      String region,
      @Nullable PoolName pool,
      boolean up,
      boolean takenByAws,
      Instant launchedAt) {}

  /** A runner in GitLab that was made for one machine of this fleet. */
  public record Registration(
      GitLabRunnerId id, PoolName pool, RunnerId runner, InstanceId instance) {}

  /**
   * A machine in our records that has not been seen to end.
   *
   * @param committed whether a drain already is on its way to terminate it
   */
  public record Known(
      RunnerId runner,
      PoolName pool,
      InstanceId instance,
      String region,
      Instant launchedAt,
      boolean committed) {}
}
