@NullMarked
package dev.runnerfleet.jobwatcher;

import org.jspecify.annotations.NullMarked;
