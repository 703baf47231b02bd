/** What a replay tells: a table for a terminal, the same as JSON, a page for a browser. */
@NullMarked
package dev.runnerfleet.replay.report;

import org.jspecify.annotations.NullMarked;
