/**
 * Runs Runnerfleet on one machine: a real Kafka broker and a real PostgreSQL from Maven Central,
 * the sandbox, and the services as processes of their own.
 */
@NullMarked
package dev.runnerfleet.launcher;

import org.jspecify.annotations.NullMarked;
