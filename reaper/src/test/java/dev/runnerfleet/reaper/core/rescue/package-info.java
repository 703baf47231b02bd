/** What the reaper decides about interrupted jobs, in tables and properties. */
@NullMarked
package dev.runnerfleet.reaper.core.rescue;

import org.jspecify.annotations.NullMarked;
