/**
 * The world that a replay happens in: the sandbox's AWS and GitLab's queue, moved by virtual time.
 */
@NullMarked
package dev.runnerfleet.replay.world;

import org.jspecify.annotations.NullMarked;
