package dev.runnerfleet.sandbox.core.gitlab.job;

import dev.runnerfleet.sandbox.core.effect.Effect;
import dev.runnerfleet.sandbox.core.gitlab.project.Project;
import dev.runnerfleet.sandbox.core.gitlab.runner.Runner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job came to be or changed its status: GitLab owes its project's hooks a job event.
 *
 * @param runner who runs it, unless none does or it is deleted
 */
public record JobChanged(
    Project project, Pipeline pipeline, Job job, @Nullable Runner runner, Instant at)
    implements Effect {}
