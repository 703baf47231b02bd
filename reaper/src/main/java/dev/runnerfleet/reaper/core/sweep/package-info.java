/** What a comparison of AWS, GitLab and our records finds, and what may be done about it. */
@NullMarked
package dev.runnerfleet.reaper.core.sweep;

import org.jspecify.annotations.NullMarked;
