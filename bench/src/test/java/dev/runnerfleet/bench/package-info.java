@NullMarked
package dev.runnerfleet.bench;

import org.jspecify.annotations.NullMarked;
