@NullMarked
package dev.runnerfleet.scaler.fleet;

import org.jspecify.annotations.NullMarked;
