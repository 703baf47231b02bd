/**
 * The care for GitLab's webhooks: installed, repaired, and switched on again in the configured
 * projects and groups.
 */
@NullMarked
package dev.runnerfleet.jobwatcher.hook;

import org.jspecify.annotations.NullMarked;
