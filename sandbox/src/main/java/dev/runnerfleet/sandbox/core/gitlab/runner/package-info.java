/** Registered runners, the machines seen with their tokens, and which jobs a runner may take. */
@NullMarked
package dev.runnerfleet.sandbox.core.gitlab.runner;

import org.jspecify.annotations.NullMarked;
