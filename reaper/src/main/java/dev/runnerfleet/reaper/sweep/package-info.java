/** Compares AWS and GitLab with our records, and heals what was lost outside of them. */
@NullMarked
package dev.runnerfleet.reaper.sweep;

import org.jspecify.annotations.NullMarked;
