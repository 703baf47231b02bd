/** What operators ask and order over REST: pools, their state, decisions, and why a job waits. */
@NullMarked
package dev.runnerfleet.scaler.control;

import org.jspecify.annotations.NullMarked;
