/** Sees to jobs that lose their machine: that GitLab hears of it, and that they are retried. */
@NullMarked
package dev.runnerfleet.reaper.rescue;

import org.jspecify.annotations.NullMarked;
