/** What GitLab answers to GitLab Runner: verification, job requests, logs and results. */
@NullMarked
package dev.runnerfleet.sandbox.core.gitlab.protocol;

import org.jspecify.annotations.NullMarked;
