package dev.runnerfleet.sandbox.core.gitlab.workload;

import java.time.Instant;

/**
 * How far a workload has come. A job that was retried counts as the job that was made in its place.
 *
 * @param planned jobs in all
 * @param made jobs that have become pending so far
 * @param finished jobs that have ended, {@code succeeded} among them
 * @param stopped whether no further jobs are made though more were planned
 * @param done whether all jobs that were to be made have ended
 */
public record WorkloadProgress(
    String id,
    String name,
    Instant startedAt,
    int planned,
    int made,
    int pending,
    int running,
    int finished,
    int succeeded,
    boolean stopped,
    boolean done) {}
