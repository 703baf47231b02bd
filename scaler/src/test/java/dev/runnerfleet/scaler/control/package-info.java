/** The scaler's REST. */
@NullMarked
package dev.runnerfleet.scaler.control;

import org.jspecify.annotations.NullMarked;
