/**
 * A pool as its operator wants it and how it stands: an override, what the provisioner would launch
 * for it, what keeps it from launching, and which jobs belong to it.
 */
@NullMarked
package dev.runnerfleet.scaler.core.pool;

import org.jspecify.annotations.NullMarked;
