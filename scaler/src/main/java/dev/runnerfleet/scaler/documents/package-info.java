/**
 * Pools and the fleet's limits as documents: the form of the pool file, in YAML and JSON, read and
 * written. Whatever is wrong in one is said with the path and, where the document has lines, the
 * line.
 */
@NullMarked
package dev.runnerfleet.scaler.documents;

import org.jspecify.annotations.NullMarked;
