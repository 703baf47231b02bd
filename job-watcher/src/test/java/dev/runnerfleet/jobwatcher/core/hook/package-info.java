@NullMarked
package dev.runnerfleet.jobwatcher.core.hook;

import org.jspecify.annotations.NullMarked;
