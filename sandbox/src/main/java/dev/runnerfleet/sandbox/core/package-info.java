/**
 * The whole simulated world as plain, deterministic state. It is moved by what the wires ask of it
 * and by advance(Instant); it never reads a clock, waits or does I/O, so that a benchmark can run
 * it in virtual time.
 */
@NullMarked
package dev.runnerfleet.sandbox.core;

import org.jspecify.annotations.NullMarked;
