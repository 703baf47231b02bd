package dev.runnerfleet.sandbox.core.gitlab.hook;

import dev.runnerfleet.sandbox.core.effect.Effect;

/**
 * A hook is to be told of something.
 *
 * @param change a change of a job or of a pipeline
 */
public record HookDue(Hook hook, Effect change) implements Effect {}
