/**
 * What the reaper decides, free of clocks and calls: how a drain goes from step to step, and what a
 * sweep makes of what it found.
 */
@NullMarked
package dev.runnerfleet.reaper.core;

import org.jspecify.annotations.NullMarked;
