/** Whom a call of CreateFleet serves, and what follows from AWS's answer to it. */
@NullMarked
package dev.runnerfleet.provisioner.core.launch;

import org.jspecify.annotations.NullMarked;
