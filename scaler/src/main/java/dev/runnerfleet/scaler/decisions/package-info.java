/**
 * Decisions: taken under the pool's lock, carried out as commands of the same transaction, kept
 * with what they were made from.
 */
@NullMarked
package dev.runnerfleet.scaler.decisions;

import org.jspecify.annotations.NullMarked;
