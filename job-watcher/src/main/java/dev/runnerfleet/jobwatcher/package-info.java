/** Sees GitLab's queue, by webhook and by polling, and tells of it: settings and metrics. */
@NullMarked
package dev.runnerfleet.jobwatcher;

import org.jspecify.annotations.NullMarked;
