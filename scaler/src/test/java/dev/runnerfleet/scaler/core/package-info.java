/** The policy, case by case and as properties over random histories. */
@NullMarked
package dev.runnerfleet.scaler.core;

import org.jspecify.annotations.NullMarked;
