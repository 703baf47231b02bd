/**
 * What the simulated AWS offers: instance types in zones on two markets at a price, the subnets to
 * put them in, and how much of each is left.
 */
@NullMarked
package dev.runnerfleet.sandbox.core.aws.catalogue;

import org.jspecify.annotations.NullMarked;
