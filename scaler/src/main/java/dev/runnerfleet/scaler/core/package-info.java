/**
 * What the scaler decides, as pure functions of the queue, the fleet, the pool and the time: the
 * service, a simulation and an explanation after the fact call the same ones.
 */
@NullMarked
package dev.runnerfleet.scaler.core;

import org.jspecify.annotations.NullMarked;
