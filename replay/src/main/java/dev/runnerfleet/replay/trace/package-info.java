/** A history of jobs: when each was queued, how long it ran, and what it asked for. */
@NullMarked
package dev.runnerfleet.replay.trace;

import org.jspecify.annotations.NullMarked;
