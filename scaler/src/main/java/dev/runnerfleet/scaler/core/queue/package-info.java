/** GitLab's queue as the demand events tell of it: jobs, which only ever move forward. */
@NullMarked
package dev.runnerfleet.scaler.core.queue;

import org.jspecify.annotations.NullMarked;
