/**
 * What machines tell of themselves: that they live, how busy they are, and what AWS tells them
 * through their metadata, which may come before its message in SQS or in its place.
 */
@NullMarked
package dev.runnerfleet.reaper.report;

import org.jspecify.annotations.NullMarked;
