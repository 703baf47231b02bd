/** Drains machines, terminates them, and finds what was left behind. */
@NullMarked
package dev.runnerfleet.reaper;

import org.jspecify.annotations.NullMarked;
