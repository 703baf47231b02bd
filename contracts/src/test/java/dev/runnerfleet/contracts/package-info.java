@NullMarked
package dev.runnerfleet.contracts;

import org.jspecify.annotations.NullMarked;
