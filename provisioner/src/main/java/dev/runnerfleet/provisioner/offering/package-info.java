/** What is remembered of AWS running dry, by offering and by pool, shared by all replicas. */
@NullMarked
package dev.runnerfleet.provisioner.offering;

import org.jspecify.annotations.NullMarked;
