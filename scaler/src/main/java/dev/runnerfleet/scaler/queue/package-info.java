/** The queue as kept: jobs, how far each has come, and the pool that each belongs to. */
@NullMarked
package dev.runnerfleet.scaler.queue;

import org.jspecify.annotations.NullMarked;
