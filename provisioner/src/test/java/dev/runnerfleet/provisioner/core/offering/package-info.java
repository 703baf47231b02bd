/** Tests. */
@NullMarked
package dev.runnerfleet.provisioner.core.offering;

import org.jspecify.annotations.NullMarked;
