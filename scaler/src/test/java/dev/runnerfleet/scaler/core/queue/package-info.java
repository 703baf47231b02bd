/** The way of a job, in any order of its events. */
@NullMarked
package dev.runnerfleet.scaler.core.queue;

import org.jspecify.annotations.NullMarked;
