/** Ids and secrets as GitLab forms them. */
@NullMarked
package dev.runnerfleet.sandbox.core.gitlab.identity;

import org.jspecify.annotations.NullMarked;
