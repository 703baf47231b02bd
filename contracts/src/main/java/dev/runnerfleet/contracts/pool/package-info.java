/** The pools as the operator wants them, keyed by name on a compacted topic. */
@NullMarked
package dev.runnerfleet.contracts.pool;

import org.jspecify.annotations.NullMarked;
