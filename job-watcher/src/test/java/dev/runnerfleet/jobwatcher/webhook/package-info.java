@NullMarked
package dev.runnerfleet.jobwatcher.webhook;

import org.jspecify.annotations.NullMarked;
