/**
 * The machines of running instances. Each does over real HTTP what a real one would: read its
 * metadata, enrol, and work jobs as GitLab Runner does. They live in memory and know nothing of the
 * world but what the wires tell them.
 */
@NullMarked
package dev.runnerfleet.sandbox.machine;

import org.jspecify.annotations.NullMarked;
