@NullMarked
package dev.runnerfleet.reaper.gitlab;

import org.jspecify.annotations.NullMarked;
