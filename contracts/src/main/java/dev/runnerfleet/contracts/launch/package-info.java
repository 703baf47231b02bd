/** What the scaler orders of the provisioner, keyed by throttle domain. */
@NullMarked
package dev.runnerfleet.contracts.launch;

import org.jspecify.annotations.NullMarked;
