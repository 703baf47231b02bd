/** Tests. */
@NullMarked
package dev.runnerfleet.provisioner.core.pool;

import org.jspecify.annotations.NullMarked;
