/** Machine images, and the names behind which AWS keeps changing them. */
@NullMarked
package dev.runnerfleet.sandbox.core.aws.image;

import org.jspecify.annotations.NullMarked;
