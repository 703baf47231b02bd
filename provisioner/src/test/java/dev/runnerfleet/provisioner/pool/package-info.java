/** Tests. */
@NullMarked
package dev.runnerfleet.provisioner.pool;

import org.jspecify.annotations.NullMarked;
