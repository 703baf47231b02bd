@NullMarked
package dev.runnerfleet.provisioner.runner;

import org.jspecify.annotations.NullMarked;
