/**
 * The instance metadata service, version 2, of every running instance, and the signed proof of
 * identity that it hands to its machine.
 */
@NullMarked
package dev.runnerfleet.sandbox.imds;

import org.jspecify.annotations.NullMarked;
