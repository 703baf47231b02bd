@NullMarked
package dev.runnerfleet.scaler.core.pool;

import org.jspecify.annotations.NullMarked;
