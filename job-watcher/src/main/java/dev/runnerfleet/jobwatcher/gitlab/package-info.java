/** GitLab's REST API, as far as watching jobs needs it. */
@NullMarked
package dev.runnerfleet.jobwatcher.gitlab;

import org.jspecify.annotations.NullMarked;
