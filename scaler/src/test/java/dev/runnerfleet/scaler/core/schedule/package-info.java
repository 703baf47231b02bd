/** Which capacity is in force when. */
@NullMarked
package dev.runnerfleet.scaler.core.schedule;

import org.jspecify.annotations.NullMarked;
