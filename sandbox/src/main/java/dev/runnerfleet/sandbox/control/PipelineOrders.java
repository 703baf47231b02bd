package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.sandbox.core.gitlab.job.JobPlan;
import dev.runnerfleet.sandbox.core.gitlab.plan.Conduct;
import dev.runnerfleet.sandbox.core.gitlab.plan.Retry;
import dev.runnerfleet.sandbox.core.gitlab.plan.When;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.workload.PipelineOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what pipelines are to be made, under GitLab's own rules for their configuration. */
final class PipelineOrders {
  private static final String DEFAULT_STAGE = "test";
  private static final int MOST_RETRIES = 2;

  private PipelineOrders() {}

  static PipelineOrder pipeline(Fields fields) {
    List<JobPlan> jobs = fields.objects("jobs", PipelineOrders::job);
    if (jobs.isEmpty()) {
      throw fields.invalid("jobs", "one job at least");
    }
    List<String> named = jobs.stream().map(JobPlan::stage).distinct().toList();
    List<String> stages = fields.has("stages") ? fields.texts("stages") : named;
    if (!stages.containsAll(named)) {
      throw fields.invalid("stages", "all stages of the jobs");
    }
    expectGoodNeeds(fields, jobs, stages);
    return new PipelineOrder(
        Orders.project(fields),
        fields.text("ref").orElse(Project.DEFAULT_BRANCH),
        fields.flag("protected").orElse(null),
        stages,
        jobs);
  }

  /** A job may need only what is there, and of no later stage; so there is no circle of needs. */
  private static void expectGoodNeeds(Fields fields, List<JobPlan> jobs, List<String> stages) {
    Map<String, Integer> known = new HashMap<>();
    for (JobPlan job : jobs) {
      List<String> needs = job.conduct().needs();
      int stage = stages.indexOf(job.stage());
      for (String need : needs == null ? List.<String>of() : needs) {
        if (known.getOrDefault(need, Integer.MAX_VALUE) > stage) {
          throw fields.invalid(
              "jobs", "needs that name jobs before the job, of its stage or an earlier one");
        }
      }
      if (known.put(job.name(), stage) != null) {
        throw fields.invalid("jobs", "jobs of different names");
      }
    }
  }

  private static JobPlan job(Fields fields) {
    String name = fields.text("name").orElseThrow(() -> fields.invalid("name", "a text"));
    String stage = fields.text("stage").orElse(DEFAULT_STAGE);
    return new JobPlan(name, stage, Orders.tags(fields), Orders.work(fields), conduct(fields));
  }

  private static Conduct conduct(Fields fields) {
    When when = fields.text("when").map(name -> when(fields, name)).orElse(When.ON_SUCCESS);
    return new Conduct(
        fields.has("needs") ? fields.texts("needs") : null,
        when,
        fields.duration("start-in").orElse(Duration.ZERO),
        fields.flag("allow-failure").orElse(when == When.MANUAL),
        fields.object("retry", PipelineOrders::retry).orElse(Retry.NEVER));
  }

  private static When when(Fields fields, String name) {
    return Arrays.stream(When.values())
        .filter(when -> when.wireName().equals(name))
        .findFirst()
        .orElseThrow(
            () -> fields.invalid("when", "on_success, on_failure, always, manual or delayed"));
  }

  private static Retry retry(Fields fields) {
    int max = Math.toIntExact(fields.number("max", 0, MOST_RETRIES).orElse(0L));
    Set<String> when = fields.has("when") ? Set.copyOf(fields.texts("when")) : Set.of("always");
    Set<Integer> codes =
        fields
            .number("exit-code", 0, 255)
            .map(code -> Set.of(Math.toIntExact(code)))
            .orElse(Set.of());
    return new Retry(max, when, codes);
  }
}
