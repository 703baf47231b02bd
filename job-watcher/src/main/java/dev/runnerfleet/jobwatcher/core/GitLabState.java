package dev.runnerfleet.jobwatcher.core;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.demand.JobFinished.Outcome;
import dev.runnerfleet.jobwatcher.core.Status.Created;
import dev.runnerfleet.jobwatcher.core.Status.Finished;
import dev.runnerfleet.jobwatcher.core.Status.Pending;
import dev.runnerfleet.jobwatcher.core.Status.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job's state in GitLab's words, as webhooks and API alike tell it.
 *
 * @param status GitLab's word (GitLab documentation, "Jobs API")
 * @param queuedFor for how long it had been pending when GitLab wrote this
 */
public record GitLabState(
    String status,
    @Nullable Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Duration queuedFor,
    @Nullable GitLabRunnerId runner,
    @Nullable String failureReason) {

  /** In our words; none for a status that is not known. */
  public Optional<Status> toStatus(Instant now) {
    return Optional.ofNullable(
        switch (status) {
          case "created",
              "waiting_for_resource",
              "waiting_for_callback",
              "preparing",
              "manual",
              "scheduled" ->
              new Created(createdAt == null ? now : createdAt);
          case "pending" -> new Pending(queuedAt(now));
          case "running", "canceling" -> new Running(runner, startedAt == null ? now : startedAt);
          case "success" -> finished(Outcome.SUCCESS, now);
          case "failed" -> finished(Outcome.FAILED, now);
          case "canceled" -> finished(Outcome.CANCELED, now);
          case "skipped" -> finished(Outcome.SKIPPED, now);
          default -> null;
        });
  }

  // GitLab says for how long it has been pending, not since when. A job cannot have been queued
  // before it was made, whatever our two clocks say.
  private Instant queuedAt(Instant now) {
    Instant queued = queuedFor == null ? now : now.minus(queuedFor);
    return createdAt != null && createdAt.isAfter(queued) ? createdAt : queued;
  }

  private Status finished(Outcome outcome, Instant now) {
    return new Finished(
        outcome,
        outcome == Outcome.FAILED ? failureReason : null,
        runner,
        finishedAt == null ? now : finishedAt);
  }
}
