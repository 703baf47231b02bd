/** What the reaper decides, in tables and properties. */
@NullMarked
package dev.runnerfleet.reaper.core;

import org.jspecify.annotations.NullMarked;
