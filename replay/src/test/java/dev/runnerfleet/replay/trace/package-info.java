@NullMarked
package dev.runnerfleet.replay.trace;

import org.jspecify.annotations.NullMarked;
