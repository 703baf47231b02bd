/** Taking in together what came one by one while something else was under way. */
@NullMarked
package dev.runnerfleet.jobwatcher.gathering;

import org.jspecify.annotations.NullMarked;
