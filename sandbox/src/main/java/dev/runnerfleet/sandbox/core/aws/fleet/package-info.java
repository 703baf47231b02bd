/** Instant fleets: which offerings an order is served from, and what was lacking. */
@NullMarked
package dev.runnerfleet.sandbox.core.aws.fleet;

import org.jspecify.annotations.NullMarked;
