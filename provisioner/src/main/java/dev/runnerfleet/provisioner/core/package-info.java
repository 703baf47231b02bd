/**
 * What the provisioner decides: when a call may go out, whom it serves, what it asks for, and what
 * follows from AWS's answer. Pure functions of values; time arrives as a parameter.
 */
@NullMarked
package dev.runnerfleet.provisioner.core;

import org.jspecify.annotations.NullMarked;
