/** What machines run, run. */
@NullMarked
package dev.runnerfleet.provisioner.bootstrap;

import org.jspecify.annotations.NullMarked;
