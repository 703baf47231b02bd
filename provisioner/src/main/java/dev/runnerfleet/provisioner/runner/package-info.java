/** The runners that the provisioner launched or is to launch, and what became of each. */
@NullMarked
package dev.runnerfleet.provisioner.runner;

import org.jspecify.annotations.NullMarked;
