/**
 * What is decided about a pool before any launch: which instance types fit it, what a machine of it
 * will cost, which launch template versions may go, and whether its machines ever come to work.
 */
@NullMarked
package dev.runnerfleet.provisioner.core.pool;

import org.jspecify.annotations.NullMarked;
