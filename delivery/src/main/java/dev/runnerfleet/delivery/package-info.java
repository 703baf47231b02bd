/**
 * How messages enter and leave a service. Out: an outbox in the service's own schema, so that state
 * and the events that tell of it commit together. In: handlers that are retried until they succeed,
 * and a dead-letter topic for what cannot be understood.
 */
@NullMarked
package dev.runnerfleet.delivery;

import org.jspecify.annotations.NullMarked;
