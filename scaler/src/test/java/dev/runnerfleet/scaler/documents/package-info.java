/** Documents read and written. */
@NullMarked
package dev.runnerfleet.scaler.documents;

import org.jspecify.annotations.NullMarked;
