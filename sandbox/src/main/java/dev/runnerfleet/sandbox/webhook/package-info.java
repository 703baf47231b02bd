/** Sends the webhooks that the simulated GitLab owes, as GitLab sends them. */
@NullMarked
package dev.runnerfleet.sandbox.webhook;

import org.jspecify.annotations.NullMarked;
