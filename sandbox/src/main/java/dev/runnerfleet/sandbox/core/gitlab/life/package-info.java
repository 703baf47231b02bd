/** What becomes of jobs and their pipelines: each change, what it brings about, and its turn. */
@NullMarked
package dev.runnerfleet.sandbox.core.gitlab.life;

import org.jspecify.annotations.NullMarked;
