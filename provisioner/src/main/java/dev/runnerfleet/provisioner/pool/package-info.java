/**
 * The pools as the scaler tells of them, each revision with a launch template made ready for it.
 */
@NullMarked
package dev.runnerfleet.provisioner.pool;

import org.jspecify.annotations.NullMarked;
