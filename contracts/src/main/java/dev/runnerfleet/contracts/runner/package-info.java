/** What became of a machine, from launch to termination, keyed by runner id. */
@NullMarked
package dev.runnerfleet.contracts.runner;

import org.jspecify.annotations.NullMarked;
