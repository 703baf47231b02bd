/** Virtual time: what is due next happens next, and no clock is asked. */
@NullMarked
package dev.runnerfleet.replay.time;

import org.jspecify.annotations.NullMarked;
