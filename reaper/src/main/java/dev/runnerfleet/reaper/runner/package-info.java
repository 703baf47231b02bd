/** What the reaper knows of each machine, gathered from the fleet's events. */
@NullMarked
package dev.runnerfleet.reaper.runner;

import org.jspecify.annotations.NullMarked;
