@NullMarked
package dev.runnerfleet.replay.dockermachine;

import org.jspecify.annotations.NullMarked;
