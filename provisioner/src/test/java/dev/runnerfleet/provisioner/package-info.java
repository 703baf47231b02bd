/** Tests. */
@NullMarked
package dev.runnerfleet.provisioner;

import org.jspecify.annotations.NullMarked;
