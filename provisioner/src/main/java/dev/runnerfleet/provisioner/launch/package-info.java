/**
 * From a launch command to a machine: orders are gathered into calls, calls are made, outcomes
 * kept.
 */
@NullMarked
package dev.runnerfleet.provisioner.launch;

import org.jspecify.annotations.NullMarked;
