/** Where ordered faults meet the simulated AWS: it asks here before each call and each launch. */
@NullMarked
package dev.runnerfleet.sandbox.core.aws.disturbance;

import org.jspecify.annotations.NullMarked;
