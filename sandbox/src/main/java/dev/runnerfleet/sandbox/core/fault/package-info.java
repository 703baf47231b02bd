/**
 * What can be ordered to go wrong, when, and with what. Everything is drawn from an order's own
 * seed, so that the same orders and the same calls in the same sequence come to the same end.
 */
@NullMarked
package dev.runnerfleet.sandbox.core.fault;

import org.jspecify.annotations.NullMarked;
