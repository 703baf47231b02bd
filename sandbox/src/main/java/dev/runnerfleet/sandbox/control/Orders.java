package dev.runnerfleet.sandbox.control;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.sandbox.core.gitlab.job.Work;
import dev.runnerfleet.sandbox.core.gitlab.plan.Outcome;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.project.ProjectPath;
import dev.runnerfleet.sandbox.core.gitlab.workload.JobOrder;
import java.time.Duration;
import java.util.List;

/** Reads what jobs are to be made. */
final class Orders {
  static final int MAX_COUNT = 100_000;

  private static final int MAX_TAG = 255;
  private static final Duration DEFAULT_DURATION = Duration.ofSeconds(10);

  private Orders() {}

  static int count(Fields fields) {
    return Math.toIntExact(fields.number("count", 1, MAX_COUNT).orElse(1L));
  }

  /** A job, with its {@code duration} or {@code script}. */
  static JobOrder job(Fields fields) {
    return job(fields, work(fields));
  }

  /** A job whose work is said elsewhere. */
  static JobOrder job(Fields fields, Work work) {
    return new JobOrder(
        project(fields),
        fields.text("ref").orElse(Project.DEFAULT_BRANCH),
        fields.flag("protected").orElse(null),
        tags(fields),
        work);
  }

  static ProjectPath project(Fields fields) {
    try {
      return new ProjectPath(fields.text("project").orElse(""));
    } catch (InvalidValueException e) {
      throw fields.invalid("project", e.expected());
    }
  }

  static List<String> tags(Fields fields) {
    List<String> tags = fields.texts("tags");
    if (tags.stream().anyMatch(tag -> tag.contains(",") || tag.length() > MAX_TAG)) {
      throw fields.invalid("tags", "tags of at most 255 letters without a comma");
    }
    return tags;
  }

  static Work work(Fields fields) {
    List<String> script = fields.texts("script");
    Outcome outcome = outcome(fields);
    if (script.isEmpty()) {
      return new Work.Lasting(fields.duration("duration").orElse(DEFAULT_DURATION), outcome);
    }
    if (fields.has("duration")) {
      throw fields.invalid("duration", "either a duration or a script");
    }
    if (!outcome.isSuccess()) {
      throw fields.invalid("exit", "nothing, as the script itself decides");
    }
    return new Work.Scripted(script);
  }

  /** {@code exit} is the exit code that the work ends with, 0 unless said. */
  static Outcome outcome(Fields fields) {
    return new Outcome(Math.toIntExact(fields.number("exit", 0, 255).orElse(0L)));
  }
}
