/** What the scaler orders of the reaper, keyed by runner id. */
@NullMarked
package dev.runnerfleet.contracts.retire;

import org.jspecify.annotations.NullMarked;
