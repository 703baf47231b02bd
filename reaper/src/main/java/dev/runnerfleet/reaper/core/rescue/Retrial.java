package dev.runnerfleet.reaper.core.rescue;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobCanceled;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobFailed;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobGone;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobSucceeded;
import dev.runnerfleet.reaper.core.rescue.JobObservation.PipelineSeen;
import dev.runnerfleet.reaper.core.rescue.JobObservation.RetryMade;
import dev.runnerfleet.reaper.core.rescue.JobObservation.RetryRefused;
import dev.runnerfleet.reaper.core.rescue.JobObservation.Unclear;
import java.time.Duration;
import java.time.Instant;

/** GitLab knows that the job failed with its machine, and it is to be retried. */
public sealed interface Retrial extends Rescue {

  /** What follows from a failure that GitLab tells of. */
  static Next failed(Bereft bereft, JobFailed failure, Instant now) {
    if (!failure.byLoss()) {
      return Next.over(bereft, Outcome.FAILED_ITSELF);
    }
    Instant at = failure.at();
    return toRetry(new Failed(bereft, at == null ? now : at, false, false));
  }

  /** Retries it where that is wanted and has not been done enough. */
  static Next toRetry(Failed failed) {
    Bereft bereft = failed.bereft();
    if (!bereft.mayRetry()) {
      return Next.over(bereft, Outcome.NOT_WANTED);
    }
    return bereft.attempt() >= RETRIES
        ? Next.over(bereft, Outcome.RETRIED_ENOUGH)
        : Next.at(failed);
  }

  /**
   * GitLab knows that it failed.
   *
   * @param canceledByUs otherwise GitLab says so itself, and the pipeline may retry it itself
   * @param tried whether we have asked for a retry, of which nobody knows what became
   */
  record Failed(Bereft bereft, Instant at, boolean canceledByUs, boolean tried) implements Retrial {
    @Override
    public Call call() {
      return Call.LOOK_AT_PIPELINE;
    }

    @Override
    public Next next(JobObservation seen, Instant now) {
      Instant ours = canceledByUs || tried ? at : at.plus(OWN_RETRY_WITHIN);
      return switch (seen) {
        case PipelineSeen pipeline when pipeline.successor() != null ->
            tried
                ? Next.at(new Retried(bereft, pipeline.successor()))
                : Next.over(bereft, Outcome.RETRIED_ELSEWHERE);
        case PipelineSeen pipeline when pipeline.canceled() ->
            Next.over(bereft, Outcome.PIPELINE_CANCELED);
        case PipelineSeen _ when !now.isBefore(ours) -> Next.at(new Retrying(bereft, at));
        case JobGone _ -> Next.over(bereft, Outcome.GONE);
        default -> new Next(this, untilOurTurn(ours, now));
      };
    }

    private static Duration untilOurTurn(Instant ours, Instant now) {
      Duration left = Duration.between(now, ours);
      return left.isPositive() && left.compareTo(POLL) < 0 ? left : POLL;
    }
  }

  /** GitLab is to make a new job of it. */
  record Retrying(Bereft bereft, Instant at) implements Retrial {
    @Override
    public Call call() {
      return Call.RETRY;
    }

    @Override
    public Next next(JobObservation seen, Instant now) {
      return switch (seen) {
        case RetryMade made -> new Next(new Retried(bereft, made.retry()), RETRY_POLL);
        // Perhaps because an answer got lost and the retry is there: its pipeline says so.
        case RetryRefused _ -> Next.at(new Refused(bereft));
        case Unclear _ -> new Next(new Failed(bereft, at, true, true), POLL);
        default -> new Next(this, POLL);
      };
    }
  }

  /** GitLab says that it cannot be retried, as when it has been. */
  record Refused(Bereft bereft) implements Retrial {
    @Override
    public Call call() {
      return Call.LOOK_AT_PIPELINE;
    }

    @Override
    public Next next(JobObservation seen, Instant now) {
      return switch (seen) {
        case PipelineSeen pipeline when pipeline.successor() != null ->
            Next.at(new Retried(bereft, pipeline.successor()));
        case PipelineSeen _ -> Next.over(bereft, Outcome.NOT_RETRYABLE);
        case JobGone _ -> Next.over(bereft, Outcome.GONE);
        default -> new Next(this, POLL);
      };
    }
  }

  /** A new job stands in its place. */
  record Retried(Bereft bereft, JobId retry) implements Retrial {
    @Override
    public Call call() {
      return Call.LOOK_AT_RETRY;
    }

    @Override
    public Next next(JobObservation seen, Instant now) {
      return switch (seen) {
        case JobSucceeded _ -> Next.over(bereft, Outcome.RECOVERED);
        case JobFailed _, JobCanceled _ -> Next.over(bereft, Outcome.RETRY_FAILED);
        case JobGone _ -> Next.over(bereft, Outcome.GONE);
        default -> new Next(this, RETRY_POLL);
      };
    }
  }
}
