/** Access tokens, what each may do, and how often. */
@NullMarked
package dev.runnerfleet.sandbox.core.gitlab.access;

import org.jspecify.annotations.NullMarked;
