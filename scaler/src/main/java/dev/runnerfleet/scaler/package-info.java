/**
 * The scaler: the one part that decides how many machines there are. Demand and runner events come
 * in, a pure policy decides, launch and retire commands go out, all in one transaction.
 */
@NullMarked
package dev.runnerfleet.scaler;

import org.jspecify.annotations.NullMarked;
