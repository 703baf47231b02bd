@NullMarked
package dev.runnerfleet.edge;

import org.jspecify.annotations.NullMarked;
