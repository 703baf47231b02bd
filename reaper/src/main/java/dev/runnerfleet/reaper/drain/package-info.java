/** Takes orders to retire machines and carries them out step by step. */
@NullMarked
package dev.runnerfleet.reaper.drain;

import org.jspecify.annotations.NullMarked;
