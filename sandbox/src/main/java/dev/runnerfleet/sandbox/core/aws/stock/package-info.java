/**
 * What there is to be had at a moment: capacity that moves, prices that move, free addresses, and
 * the account's quotas.
 */
@NullMarked
package dev.runnerfleet.sandbox.core.aws.stock;

import org.jspecify.annotations.NullMarked;
