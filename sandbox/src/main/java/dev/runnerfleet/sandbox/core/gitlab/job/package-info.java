/** Pipelines and their jobs: what they are, and where each of them stands. */
@NullMarked
package dev.runnerfleet.sandbox.core.gitlab.job;

import org.jspecify.annotations.NullMarked;
