/** The EC2 calls that the reaper makes. */
@NullMarked
package dev.runnerfleet.reaper.cloud;

import org.jspecify.annotations.NullMarked;
