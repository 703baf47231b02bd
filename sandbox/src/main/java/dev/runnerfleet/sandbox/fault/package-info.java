/** Carries out the faults that are ordered for GitLab's wire and its webhooks. */
@NullMarked
package dev.runnerfleet.sandbox.fault;

import org.jspecify.annotations.NullMarked;
