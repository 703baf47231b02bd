/**
 * What GitLab's queue does: a job is foreseen, queued, started, finished. Written by the
 * job-watcher, keyed by job id.
 */
@NullMarked
package dev.runnerfleet.contracts.demand;

import org.jspecify.annotations.NullMarked;
