@NullMarked
package dev.runnerfleet.replay.export;

import org.jspecify.annotations.NullMarked;
