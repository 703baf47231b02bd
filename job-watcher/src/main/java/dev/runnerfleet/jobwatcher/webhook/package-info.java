/** GitLab's webhooks: who may send them, what they say, and that each counts once. */
@NullMarked
package dev.runnerfleet.jobwatcher.webhook;

import org.jspecify.annotations.NullMarked;
