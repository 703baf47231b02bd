/** The jobs as last seen, and the one way in which a look at them is taken down and told of. */
@NullMarked
package dev.runnerfleet.jobwatcher.job;

import org.jspecify.annotations.NullMarked;
