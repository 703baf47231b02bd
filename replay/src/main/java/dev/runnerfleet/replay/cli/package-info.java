/** {@code ./fleet replay}: what was asked, carried out and told. */
@NullMarked
package dev.runnerfleet.replay.cli;

import org.jspecify.annotations.NullMarked;
