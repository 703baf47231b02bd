/** The contract that every source of jobs keeps. */
@NullMarked
package dev.runnerfleet.jobwatcher.source;

import org.jspecify.annotations.NullMarked;
