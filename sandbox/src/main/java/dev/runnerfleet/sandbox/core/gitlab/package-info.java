/** The simulated GitLab: projects, jobs, runners and the webhooks that it owes. */
@NullMarked
package dev.runnerfleet.sandbox.core.gitlab;

import org.jspecify.annotations.NullMarked;
