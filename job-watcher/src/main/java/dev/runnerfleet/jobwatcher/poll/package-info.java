/**
 * Polling: GitLab's own truth, compared with what is known. It finds what webhooks lost, and what
 * GitLab deleted without a word.
 */
@NullMarked
package dev.runnerfleet.jobwatcher.poll;

import org.jspecify.annotations.NullMarked;
