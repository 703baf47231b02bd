/** The pools: read from a file or over REST, written the same way, kept and published. */
@NullMarked
package dev.runnerfleet.scaler.pools;

import org.jspecify.annotations.NullMarked;
