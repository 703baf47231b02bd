/** The scaler as its neighbours see it: over Kafka and REST, with a real broker and database. */
@NullMarked
package dev.runnerfleet.scaler;

import org.jspecify.annotations.NullMarked;
