/** Which capacity of a pool is in force at an instant, by its schedules. */
@NullMarked
package dev.runnerfleet.scaler.core.schedule;

import org.jspecify.annotations.NullMarked;
