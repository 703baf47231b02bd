/** What there is to choose from, over the wire: places, types, prices and images. */
@NullMarked
package dev.runnerfleet.sandbox.ec2.catalogue;

import org.jspecify.annotations.NullMarked;
