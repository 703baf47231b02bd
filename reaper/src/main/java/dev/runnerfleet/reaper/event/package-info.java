/** What the reaper makes of the fleet's events. */
@NullMarked
package dev.runnerfleet.reaper.event;

import org.jspecify.annotations.NullMarked;
