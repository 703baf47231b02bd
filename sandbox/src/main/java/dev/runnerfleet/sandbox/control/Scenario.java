package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.sandbox.core.gitlab.job.Work;
import dev.runnerfleet.sandbox.core.gitlab.workload.Arrivals;
import dev.runnerfleet.sandbox.core.gitlab.workload.Durations;
import dev.runnerfleet.sandbox.core.gitlab.workload.JobGroup;
import dev.runnerfleet.sandbox.core.gitlab.workload.JobOrder;
import dev.runnerfleet.sandbox.core.gitlab.workload.WorkloadPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads a scenario: groups of jobs that are alike, with when they come and how long they last. */
final class Scenario {
  private Scenario() {}

  static WorkloadPlan parse(String body) {
    return Fields.parse(body, Scenario::plan);
  }

  private static WorkloadPlan plan(Fields fields) {
    String name = fields.text("name").orElse("workload");
    long seed = fields.number("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(1L);
    List<JobGroup> groups = fields.objects("groups", Scenario::group);
    long jobs = groups.stream().mapToLong(JobGroup::count).sum();
    if (jobs < 1 || jobs > Orders.MAX_COUNT) {
      throw new InvalidValueException(
          "groups", jobs + " jobs", "groups with 1 to " + Orders.MAX_COUNT + " jobs in all");
    }
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
    return Orders.job(fields, new Work.Lasting(range.min()));
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
