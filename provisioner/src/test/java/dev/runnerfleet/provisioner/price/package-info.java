/** Tests. */
@NullMarked
package dev.runnerfleet.provisioner.price;

import org.jspecify.annotations.NullMarked;
