/** Groups, projects and their branches. */
@NullMarked
package dev.runnerfleet.sandbox.core.gitlab.project;

import org.jspecify.annotations.NullMarked;
