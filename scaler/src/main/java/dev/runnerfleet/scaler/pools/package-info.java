/** The pools: the form of the pool file read and written, kept and published. */
@NullMarked
package dev.runnerfleet.scaler.pools;

import org.jspecify.annotations.NullMarked;
