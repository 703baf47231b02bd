/**
 * The truth of running jobs: a job is asked about when nothing is left of the runner that had it,
 * and polling asks about each that a complete listing no longer has.
 */
@NullMarked
package dev.runnerfleet.jobwatcher.running;

import org.jspecify.annotations.NullMarked;
