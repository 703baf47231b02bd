/** Tests. */
@NullMarked
package dev.runnerfleet.provisioner.template;

import org.jspecify.annotations.NullMarked;
