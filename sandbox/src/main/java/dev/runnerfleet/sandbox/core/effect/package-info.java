/** What the world hands to the outside; it lies below everything that has effects. */
@NullMarked
package dev.runnerfleet.sandbox.core.effect;

import org.jspecify.annotations.NullMarked;
