/** What operators ordered, kept for whoever asks later. */
@NullMarked
package dev.runnerfleet.reaper.operator;

import org.jspecify.annotations.NullMarked;
