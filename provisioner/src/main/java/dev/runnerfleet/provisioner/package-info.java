/**
 * Launches machines within the limits of EC2 and lets them enrol: settings and what the parts
 * share.
 */
@NullMarked
package dev.runnerfleet.provisioner;

import org.jspecify.annotations.NullMarked;
