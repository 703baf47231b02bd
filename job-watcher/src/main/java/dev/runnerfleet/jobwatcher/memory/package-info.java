/**
 * What jobs need of a runner, remembered: a webhook carries no tags, but the next job of the same
 * name has most likely the same ones. A wrong memory is put right by the next poll.
 */
@NullMarked
package dev.runnerfleet.jobwatcher.memory;

import org.jspecify.annotations.NullMarked;
