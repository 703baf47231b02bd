/** Tests. */
@NullMarked
package dev.runnerfleet.provisioner.core;

import org.jspecify.annotations.NullMarked;
