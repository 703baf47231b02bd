/** Tests. */
@NullMarked
package dev.runnerfleet.provisioner.launch;

import org.jspecify.annotations.NullMarked;
