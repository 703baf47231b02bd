/** What the reaper decides about drains, in tables and properties. */
@NullMarked
package dev.runnerfleet.reaper.core.drain;

import org.jspecify.annotations.NullMarked;
