/**
 * What a look at a job means: whether it tells something new, which events follow, and what the
 * absence of a job from a complete listing says. Pure.
 */
@NullMarked
package dev.runnerfleet.jobwatcher.core;

import org.jspecify.annotations.NullMarked;
