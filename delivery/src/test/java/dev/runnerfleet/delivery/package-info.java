@NullMarked
package dev.runnerfleet.delivery;

import org.jspecify.annotations.NullMarked;
