/** Instances over the wire, and launching them one request at a time. */
@NullMarked
package dev.runnerfleet.sandbox.ec2.instance;

import org.jspecify.annotations.NullMarked;
