/**
 * GitLab Runner's docker+machine executor by its own algorithm (executors/docker/machine of GitLab
 * Runner 19.4), with its order artefacts, its ramp and its way with failures, so that what one has
 * today can be compared.
 */
@NullMarked
package dev.runnerfleet.replay.dockermachine;

import org.jspecify.annotations.NullMarked;
