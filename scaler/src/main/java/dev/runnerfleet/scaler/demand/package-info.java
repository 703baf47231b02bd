/** The queue: demand events in, jobs kept, and each job's way explained. */
@NullMarked
package dev.runnerfleet.scaler.demand;

import org.jspecify.annotations.NullMarked;
