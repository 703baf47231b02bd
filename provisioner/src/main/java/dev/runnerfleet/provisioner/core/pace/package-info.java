/**
 * When a call may go out to AWS: token buckets, the limits that AWS publishes, and how long to
 * wait.
 */
@NullMarked
package dev.runnerfleet.provisioner.core.pace;

import org.jspecify.annotations.NullMarked;
