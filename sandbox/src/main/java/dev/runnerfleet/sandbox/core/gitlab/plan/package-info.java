/** What a pipeline's configuration says of how a job behaves. */
@NullMarked
package dev.runnerfleet.sandbox.core.gitlab.plan;

import org.jspecify.annotations.NullMarked;
