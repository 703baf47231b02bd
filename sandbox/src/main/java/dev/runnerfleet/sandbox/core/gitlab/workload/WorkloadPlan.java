package dev.runnerfleet.sandbox.core.gitlab.workload;

import dev.runnerfleet.sandbox.core.gitlab.job.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Jobs to be made by and by, in the order of their times. */
public record WorkloadPlan(String name, List<Arrival> arrivals) {
  public WorkloadPlan {
    arrivals = arrivals.stream().sorted(Comparator.comparing(Arrival::at)).toList();
  }

  /** The same with waits and jobs that many times as short. */
  public WorkloadPlan faster(double speed) {
    return new WorkloadPlan(
        name,
        arrivals.stream()
            .map(
                arrival ->
                    new Arrival(shorter(arrival.at(), speed), faster(arrival.order(), speed)))
            .toList());
  }

  private static JobOrder faster(JobOrder order, double speed) {
    return switch (order.work()) {
      case Work.Lasting lasting -> order.with(new Work.Lasting(shorter(lasting.duration(), speed)));
      case Work.Scripted scripted -> order;
    };
  }

  private static Duration shorter(Duration duration, double speed) {
    return Duration.ofMillis(Math.round(duration.toMillis() / speed));
  }

  /** The same that many times, one beginning {@code every} after the other. */
  public WorkloadPlan repeated(int times, Duration every) {
    var all = new ArrayList<Arrival>(times * arrivals.size());
    for (int round = 0; round < times; round++) {
      Duration later = every.multipliedBy(round);
      arrivals.forEach(each -> all.add(new Arrival(each.at().plus(later), each.order())));
    }
    return new WorkloadPlan(name, all);
  }

  /** When the last job comes, counted from the start. */
  public Duration span() {
    return arrivals.isEmpty() ? Duration.ZERO : arrivals.getLast().at();
  }
}
