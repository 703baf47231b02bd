package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.sandbox.core.fault.FaultOrder;
import dev.runnerfleet.sandbox.core.gitlab.job.Work;
import dev.runnerfleet.sandbox.core.gitlab.workload.Arrivals;
import dev.runnerfleet.sandbox.core.gitlab.workload.Durations;
import dev.runnerfleet.sandbox.core.gitlab.workload.JobGroup;
import dev.runnerfleet.sandbox.core.gitlab.workload.JobOrder;
import dev.runnerfleet.sandbox.core.gitlab.workload.WorkloadPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Groups of jobs that are alike, with when they come and how long they last, and what goes wrong
 * meanwhile.
 */
record Scenario(WorkloadPlan plan, List<FaultOrder> faults) {
  static final double SLOWEST = 0.001;
  static final double FASTEST = 100_000;

  private static final long MOST_REPEATS = 10_000;

  static Scenario parse(String body) {
    return Fields.parse(body, Scenario::read);
  }

  private static Scenario read(Fields fields) {
    double speed = fields.decimal("speed", SLOWEST, FASTEST).orElse(1.0);
    int times = Math.toIntExact(fields.number("repeat", 1, MOST_REPEATS).orElse(1L));
    List<FaultOrder> faults = fields.objects("faults", FaultOrders::read);
    WorkloadPlan once = plan(fields);
    Duration every = fields.duration("every").orElse(once.span());
    checkCount(times * (long) once.arrivals().size());
    return new Scenario(
        once.repeated(times, every).faster(speed),
        faults.stream().map(fault -> fault.faster(speed)).toList());
  }

  private static void checkCount(long jobs) {
    if (jobs < 1 || jobs > Orders.MAX_COUNT) {
      throw new InvalidValueException(
          "groups", jobs + " jobs", "groups with 1 to " + Orders.MAX_COUNT + " jobs in all");
    }
  }

  private static WorkloadPlan plan(Fields fields) {
    String name = fields.text("name").orElse("workload");
    long seed = fields.number("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(1L);
    List<JobGroup> groups = fields.objects("groups", Scenario::group);
    checkCount(groups.stream().mapToLong(JobGroup::count).sum());
    return JobGroup.plan(name, seed, groups);
  }

  private static JobGroup group(Fields fields) {
    int count = Orders.count(fields);
    Arrivals arrivals =
        fields.object("arrival", Scenario::arrivals).orElse(new Arrivals.Burst(Duration.ZERO));
    Optional<Durations> durations =
        fields.hasObject("duration")
            ? fields.object("duration", Scenario::durations)
            : Optional.empty();
    return durations
        .map(range -> new JobGroup(drawn(fields, range), count, arrivals, range))
        .orElseGet(() -> new JobGroup(Orders.job(fields), count, arrivals, null));
  }

  private static JobOrder drawn(Fields fields, Durations range) {
    if (fields.has("script")) {
      throw fields.invalid("script", "either a duration or a script");
    }
    return Orders.job(fields, new Work.Lasting(range.min(), Orders.outcome(fields)));
  }

  private static Arrivals arrivals(Fields fields) {
    Duration at = fields.duration("at").orElse(Duration.ZERO);
    Optional<Duration> every = fields.duration("every");
    Optional<Duration> over = fields.duration("over");
    if (every.isPresent() && over.isPresent()) {
      throw fields.invalid("over", "either every or over");
    }
    return every
        .<Arrivals>map(gap -> new Arrivals.Steady(at, gap))
        .or(() -> over.map(span -> new Arrivals.Scattered(at, span)))
        .orElseGet(() -> new Arrivals.Burst(at));
  }

  private static Durations durations(Fields fields) {
    Duration min = fields.duration("min").orElse(Duration.ZERO);
    Duration max =
        fields.duration("max").orElseThrow(() -> fields.invalid("max", "an ISO 8601 duration"));
    if (max.compareTo(min) < 0) {
      throw fields.invalid("max", "at least min");
    }
    return new Durations(min, max);
  }
}
