/** Launch templates and their versions over the wire. */
@NullMarked
package dev.runnerfleet.sandbox.ec2.template;

import org.jspecify.annotations.NullMarked;
