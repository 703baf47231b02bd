/**
 * Money: what a pool or all of them have spent, what is planned by that, and how many machines more
 * a budget allows.
 */
@NullMarked
package dev.runnerfleet.scaler.core.budget;

import org.jspecify.annotations.NullMarked;
