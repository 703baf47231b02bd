/** The GitLab calls that the reaper makes. */
@NullMarked
package dev.runnerfleet.reaper.gitlab;

import org.jspecify.annotations.NullMarked;
