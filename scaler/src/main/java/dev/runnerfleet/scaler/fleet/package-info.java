/** The machines: runner events in, runners kept. */
@NullMarked
package dev.runnerfleet.scaler.fleet;

import org.jspecify.annotations.NullMarked;
