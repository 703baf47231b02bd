/** What is forgotten, and when. */
@NullMarked
package dev.runnerfleet.jobwatcher.history;

import org.jspecify.annotations.NullMarked;
