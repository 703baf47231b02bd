/** How a machine leaves the fleet, step by step. */
@NullMarked
package dev.runnerfleet.reaper.core.drain;

import org.jspecify.annotations.NullMarked;
