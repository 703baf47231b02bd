/** Carries out the faults that are ordered for GitLab's wire. */
@NullMarked
package dev.runnerfleet.sandbox.fault;

import org.jspecify.annotations.NullMarked;
