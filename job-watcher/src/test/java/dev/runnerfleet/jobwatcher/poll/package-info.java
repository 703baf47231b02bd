/** Polls and their turns, from within. */
@NullMarked
package dev.runnerfleet.jobwatcher.poll;

import org.jspecify.annotations.NullMarked;
