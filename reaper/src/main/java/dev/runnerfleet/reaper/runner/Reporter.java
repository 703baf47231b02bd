package dev.runnerfleet.reaper.runner;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.runner.ReportKeyDigest;
import dev.runnerfleet.contracts.runner.RunnerInterrupted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A machine that reports, and what it told last.
 *
 * @param keyDigest of the key that its reports are believed by
 * @param cpu share of its processors that was busy since the report before, 0 to 1
 * @param memory share of its memory in use, 0 to 1
 * @param notice what AWS told it last
 * @param deadline when AWS takes it, where it told so
 */
public record Reporter(
    RunnerId runner,
    PoolName pool,
    ReportKeyDigest keyDigest,
    @Nullable Instant reportedAt,
    @Nullable String state,
    @Nullable Double cpu,
    @Nullable Double memory,
    RunnerInterrupted.@Nullable Kind notice,
    @Nullable Instant deadline) {}
