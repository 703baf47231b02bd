/** Tests. */
@NullMarked
package dev.runnerfleet.provisioner.enrolment;

import org.jspecify.annotations.NullMarked;
