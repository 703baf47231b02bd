/**
 * EC2's wire form for any model class of the AWS SDK: form parameters in, XML out, by what the
 * class says of its own fields.
 */
@NullMarked
package dev.runnerfleet.sandbox.ec2.wire;

import org.jspecify.annotations.NullMarked;
