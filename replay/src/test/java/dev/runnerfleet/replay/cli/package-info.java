@NullMarked
package dev.runnerfleet.replay.cli;

import org.jspecify.annotations.NullMarked;
