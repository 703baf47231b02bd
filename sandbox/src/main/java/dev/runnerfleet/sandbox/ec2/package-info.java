/**
 * EC2's query protocol over the simulated AWS. Requests and replies are AWS's own: the SDK's model
 * classes, which describe themselves, so an action is a method from one to the other.
 */
@NullMarked
package dev.runnerfleet.sandbox.ec2;

import org.jspecify.annotations.NullMarked;
