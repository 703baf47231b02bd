/** What a user of {@code ./fleet} types, and what it says in answer. */
@NullMarked
package dev.runnerfleet.launcher.cli;

import org.jspecify.annotations.NullMarked;
