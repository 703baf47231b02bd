/**
 * Pipelines and their jobs: what they are, how they move from created to an end, and in which order
 * runners get the pending ones.
 */
@NullMarked
package dev.runnerfleet.sandbox.core.gitlab.job;

import org.jspecify.annotations.NullMarked;
