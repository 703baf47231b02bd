/** {@code ./fleet export}: a trace of the jobs that a GitLab had, over its REST API. */
@NullMarked
package dev.runnerfleet.replay.export;

import org.jspecify.annotations.NullMarked;
