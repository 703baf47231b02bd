/** What gathering promises to those whose work it takes. */
@NullMarked
package dev.runnerfleet.jobwatcher.gathering;

import org.jspecify.annotations.NullMarked;
