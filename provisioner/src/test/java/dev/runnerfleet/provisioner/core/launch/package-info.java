/** Tests. */
@NullMarked
package dev.runnerfleet.provisioner.core.launch;

import org.jspecify.annotations.NullMarked;
