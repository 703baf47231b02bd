/** Batches of events that come at the same time. */
@NullMarked
package dev.runnerfleet.scaler.intake;

import org.jspecify.annotations.NullMarked;
