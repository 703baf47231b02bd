/** What the reaper decides about what sweeps find, in tables and properties. */
@NullMarked
package dev.runnerfleet.reaper.core.sweep;

import org.jspecify.annotations.NullMarked;
