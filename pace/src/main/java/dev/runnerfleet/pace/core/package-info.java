/**
 * When a call may go out to AWS: token buckets, the limits that AWS publishes, and how long to
 * wait.
 */
@NullMarked
package dev.runnerfleet.pace.core;

import org.jspecify.annotations.NullMarked;
