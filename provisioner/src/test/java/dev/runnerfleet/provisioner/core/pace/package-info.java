/** Tests. */
@NullMarked
package dev.runnerfleet.provisioner.core.pace;

import org.jspecify.annotations.NullMarked;
