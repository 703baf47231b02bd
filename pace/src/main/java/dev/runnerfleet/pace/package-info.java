/** The token buckets of all calls to AWS, shared by all replicas. */
@NullMarked
package dev.runnerfleet.pace;

import org.jspecify.annotations.NullMarked;
