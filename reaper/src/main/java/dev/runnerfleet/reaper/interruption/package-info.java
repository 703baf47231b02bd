/**
 * Hears that AWS takes machines, from its queue and from the fleet's events, and has them drained.
 */
@NullMarked
package dev.runnerfleet.reaper.interruption;

import org.jspecify.annotations.NullMarked;
