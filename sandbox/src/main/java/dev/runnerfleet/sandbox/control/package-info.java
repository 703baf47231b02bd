/** The sandbox's own API: look at the world, give it work, hurt it. */
@NullMarked
package dev.runnerfleet.sandbox.control;

import org.jspecify.annotations.NullMarked;
