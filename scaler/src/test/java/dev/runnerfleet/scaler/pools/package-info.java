/** The pool file, read and written. */
@NullMarked
package dev.runnerfleet.scaler.pools;

import org.jspecify.annotations.NullMarked;
