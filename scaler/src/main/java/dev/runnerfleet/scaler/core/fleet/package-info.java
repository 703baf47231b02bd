/**
 * The machines of a pool and the life of each. Whether one is idle or busy is no event of its own
 * but follows from the jobs that run on its GitLab runner, so that the order in which the two
 * topics arrive does not matter.
 */
@NullMarked
package dev.runnerfleet.scaler.core.fleet;

import org.jspecify.annotations.NullMarked;
