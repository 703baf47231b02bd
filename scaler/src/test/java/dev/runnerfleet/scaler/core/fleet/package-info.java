/** The life of a runner, in any order of its events. */
@NullMarked
package dev.runnerfleet.scaler.core.fleet;

import org.jspecify.annotations.NullMarked;
