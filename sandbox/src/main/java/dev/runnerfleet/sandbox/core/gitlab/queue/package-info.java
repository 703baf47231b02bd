/** Jobs that wait: for a runner, for a time, or for somebody who will never come. */
@NullMarked
package dev.runnerfleet.sandbox.core.gitlab.queue;

import org.jspecify.annotations.NullMarked;
