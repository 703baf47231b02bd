/** The reaper over a real broker, database and wire. */
@NullMarked
package dev.runnerfleet.reaper;

import org.jspecify.annotations.NullMarked;
