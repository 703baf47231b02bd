@NullMarked
package dev.runnerfleet.replay.fleet;

import org.jspecify.annotations.NullMarked;
