/**
 * What may be asked for: places and markets, what is left alone because AWS had none of it, and
 * when spot is not to be trusted.
 */
@NullMarked
package dev.runnerfleet.provisioner.core.offering;

import org.jspecify.annotations.NullMarked;
