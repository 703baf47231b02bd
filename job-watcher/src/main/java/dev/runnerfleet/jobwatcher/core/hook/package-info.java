/**
 * GitLab's webhooks as such: what is to be done so that one of ours is there and works, and whether
 * a signature is GitLab's. Pure.
 */
@NullMarked
package dev.runnerfleet.jobwatcher.core.hook;

import org.jspecify.annotations.NullMarked;
