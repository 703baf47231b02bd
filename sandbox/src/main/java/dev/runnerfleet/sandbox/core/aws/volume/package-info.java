/** EBS volumes: those that instances begin with, and those that outlive them. */
@NullMarked
package dev.runnerfleet.sandbox.core.aws.volume;

import org.jspecify.annotations.NullMarked;
