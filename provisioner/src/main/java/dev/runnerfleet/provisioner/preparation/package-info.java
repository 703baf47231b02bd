/**
 * Makes pools ready to launch from, looks now and then at what they come to in AWS, and clears away
 * what was made for those that are history.
 */
@NullMarked
package dev.runnerfleet.provisioner.preparation;

import org.jspecify.annotations.NullMarked;
