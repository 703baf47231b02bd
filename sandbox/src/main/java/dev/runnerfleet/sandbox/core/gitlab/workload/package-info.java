/** Jobs that are made by and by, as a scenario or a recorded history plans them. */
@NullMarked
package dev.runnerfleet.sandbox.core.gitlab.workload;

import org.jspecify.annotations.NullMarked;
