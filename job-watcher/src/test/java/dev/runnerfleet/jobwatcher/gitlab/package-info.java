@NullMarked
package dev.runnerfleet.jobwatcher.gitlab;

import org.jspecify.annotations.NullMarked;
