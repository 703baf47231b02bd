/** What a replay came to: waits, machines and money, gathered while it runs. */
@NullMarked
package dev.runnerfleet.replay.outcome;

import org.jspecify.annotations.NullMarked;
