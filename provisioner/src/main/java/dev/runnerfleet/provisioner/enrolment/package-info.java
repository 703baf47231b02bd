/**
 * Lets a booted machine prove that it is the one that was launched, and gives it its GitLab runner.
 */
@NullMarked
package dev.runnerfleet.provisioner.enrolment;

import org.jspecify.annotations.NullMarked;
