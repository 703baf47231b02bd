/**
 * The pools as the scaler tells of them, what each revision is launched with, and what stops it.
 */
@NullMarked
package dev.runnerfleet.provisioner.pool;

import org.jspecify.annotations.NullMarked;
