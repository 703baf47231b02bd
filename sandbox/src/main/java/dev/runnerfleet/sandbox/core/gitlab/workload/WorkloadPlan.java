package dev.runnerfleet.sandbox.core.gitlab.workload;

import java.util.Comparator;
import java.util.List;

/** Jobs to be made by and by, in the order of their times. */
public record WorkloadPlan(String name, List<Arrival> arrivals) {
  public WorkloadPlan {
    arrivals = arrivals.stream().sorted(Comparator.comparing(Arrival::at)).toList();
  }
}
