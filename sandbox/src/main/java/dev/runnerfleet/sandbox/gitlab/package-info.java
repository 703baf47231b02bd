/** The simulated GitLab's REST interface and runner protocol, under {@code /gitlab/api/v4}. */
@NullMarked
package dev.runnerfleet.sandbox.gitlab;

import org.jspecify.annotations.NullMarked;
