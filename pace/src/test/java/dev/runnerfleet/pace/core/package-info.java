/** Tests. */
@NullMarked
package dev.runnerfleet.pace.core;

import org.jspecify.annotations.NullMarked;
