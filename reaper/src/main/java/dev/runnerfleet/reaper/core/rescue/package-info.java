/** What becomes of a job whose machine AWS takes. */
@NullMarked
package dev.runnerfleet.reaper.core.rescue;

import org.jspecify.annotations.NullMarked;
