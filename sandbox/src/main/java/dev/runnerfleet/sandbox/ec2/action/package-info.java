/** What all actions of the EC2 API have in common: how they are read, refused and paged. */
@NullMarked
package dev.runnerfleet.sandbox.ec2.action;

import org.jspecify.annotations.NullMarked;
