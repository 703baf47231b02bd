@NullMarked
package dev.runnerfleet.jobwatcher.core;

import org.jspecify.annotations.NullMarked;
