/** The EC2 calls that the provisioner makes, and what refusals they end in. */
@NullMarked
package dev.runnerfleet.provisioner.ec2;

import org.jspecify.annotations.NullMarked;
