/** A machine as a GitLab Runner: it asks for jobs, works them, and reports how they end. */
@NullMarked
package dev.runnerfleet.sandbox.machine.job;

import org.jspecify.annotations.NullMarked;
