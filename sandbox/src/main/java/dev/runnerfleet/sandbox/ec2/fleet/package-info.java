/** Instant fleets over the wire. */
@NullMarked
package dev.runnerfleet.sandbox.ec2.fleet;

import org.jspecify.annotations.NullMarked;
