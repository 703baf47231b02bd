/**
 * Holds the one World of this process, serialises access to it, keeps it on wall time and hands out
 * what it wants done.
 */
@NullMarked
package dev.runnerfleet.sandbox.world;

import org.jspecify.annotations.NullMarked;
