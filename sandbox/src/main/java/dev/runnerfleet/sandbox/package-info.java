/**
 * A simulated AWS and GitLab on their real wire protocols: one world in memory, advanced on wall
 * time, and the wires around it.
 */
@NullMarked
package dev.runnerfleet.sandbox;

import org.jspecify.annotations.NullMarked;
