/** Tests. */
@NullMarked
package dev.runnerfleet.provisioner.pace;

import org.jspecify.annotations.NullMarked;
