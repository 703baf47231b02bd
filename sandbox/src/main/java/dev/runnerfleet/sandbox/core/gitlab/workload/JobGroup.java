package dev.runnerfleet.sandbox.core.gitlab.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Jobs of a scenario that are alike.
 *
 * @param durations null where the order says what there is to do
 */
public record JobGroup(
    JobOrder order, int count, Arrivals arrivals, @Nullable Durations durations) {

  private List<Arrival> plan(SplittableRandom random) {
    var plan = new ArrayList<Arrival>(count);
    for (int number = 0; number < count; number++) {
      var at = arrivals.of(number, random);
      JobOrder one =
          durations == null ? order : order.with(order.work().lasting(durations.draw(random)));
      plan.add(new Arrival(at, one));
    }
    return plan;
  }

  /** The jobs of all groups; the same seed always gives the same plan. */
  public static WorkloadPlan plan(String name, long seed, List<JobGroup> groups) {
    var random = new SplittableRandom(seed);
    var arrivals = new ArrayList<Arrival>();
    groups.forEach(group -> arrivals.addAll(group.plan(random)));
    return new WorkloadPlan(name, arrivals);
  }
}
