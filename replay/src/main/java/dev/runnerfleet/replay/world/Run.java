package dev.runnerfleet.replay.world;

import java.time.Instant;

/** A job on a machine, from when it began there. */
record Run(Work work, Instant startedAt) {}
