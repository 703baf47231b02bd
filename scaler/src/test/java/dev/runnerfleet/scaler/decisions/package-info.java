@NullMarked
package dev.runnerfleet.scaler.decisions;

import org.jspecify.annotations.NullMarked;
