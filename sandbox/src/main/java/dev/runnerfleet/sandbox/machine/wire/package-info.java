/** How machines take what they are answered, and when they ask again. */
@NullMarked
package dev.runnerfleet.sandbox.machine.wire;

import org.jspecify.annotations.NullMarked;
