/** The fleet as kept: runners, and where each is in its life. */
@NullMarked
package dev.runnerfleet.scaler.fleet;

import org.jspecify.annotations.NullMarked;
