@NullMarked
package dev.runnerfleet.replay.outcome;

import org.jspecify.annotations.NullMarked;
