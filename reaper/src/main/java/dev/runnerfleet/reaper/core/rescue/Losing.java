package dev.runnerfleet.reaper.core.rescue;

import dev.runnerfleet.reaper.core.rescue.JobObservation.CancelAccepted;
import dev.runnerfleet.reaper.core.rescue.JobObservation.CanceledBefore;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobCanceled;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobFailed;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobGone;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobRuns;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobStops;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobSucceeded;
import java.time.Duration;
import java.time.Instant;

/** GitLab does not know yet that the job loses its machine. */
public sealed interface Losing extends Rescue {

  /** It may end by itself yet. */
  record Watched(Bereft bereft) implements Losing {
    @Override
    public Call call() {
      return Call.LOOK_AT_JOB;
    }

    @Override
    public Next next(JobObservation seen, Instant now) {
      boolean due = !now.isBefore(bereft.abortAt());
      return switch (seen) {
        case JobRuns _ -> due ? Next.at(new Canceling(bereft, false, now)) : wait(now);
        case JobStops _ ->
            now.isBefore(bereft.abortAt().plus(STOPS_WITHIN))
                ? wait(now)
                : Next.at(new Stopping(bereft));
        case JobFailed failure -> Retrial.failed(bereft, failure, now);
        case JobSucceeded _ -> Next.over(bereft, Outcome.SUCCEEDED);
        case JobCanceled _ -> Next.over(bereft, Outcome.CANCELED);
        case JobGone _ -> Next.over(bereft, Outcome.GONE);
        default -> wait(now);
      };
    }

    private Next wait(Instant now) {
      Duration left = Duration.between(now, bereft.abortAt());
      boolean soon = left.isPositive() && left.compareTo(POLL) < 0;
      return new Next(this, soon ? left : POLL);
    }
  }

  /** Somebody else stops it, and its machine cannot hear of it any more. */
  record Stopping(Bereft bereft) implements Losing {
    @Override
    public Call call() {
      return Call.CANCEL_BY_FORCE;
    }

    @Override
    public Next next(JobObservation seen, Instant now) {
      return new Next(new Watched(bereft), POLL);
    }
  }

  /**
   * Its time is over: GitLab has to hear of its end.
   *
   * @param since before the order went out
   */
  record Canceling(Bereft bereft, boolean force, Instant since) implements Losing {
    @Override
    public Call call() {
      return force ? Call.CANCEL_BY_FORCE : Call.CANCEL;
    }

    @Override
    public Next next(JobObservation seen, Instant now) {
      return switch (seen) {
        case JobGone _ -> Next.over(bereft, Outcome.GONE);
        case CanceledBefore _ -> Next.over(bereft, Outcome.CANCELED);
        case CancelAccepted _ -> Next.at(new Canceled(bereft, since));
        // Where nobody knows whether it was taken, GitLab says what holds.
        default -> new Next(new Canceled(bereft, since), POLL);
      };
    }
  }

  /**
   * GitLab was told to cancel it.
   *
   * @param since before the order went out; what was canceled earlier somebody else canceled
   */
  record Canceled(Bereft bereft, Instant since) implements Losing {
    @Override
    public Call call() {
      return Call.LOOK_AT_JOB;
    }

    @Override
    public Next next(JobObservation seen, Instant now) {
      boolean late = !now.isBefore(since.plus(STOPS_WITHIN));
      return switch (seen) {
        case JobCanceled canceled ->
            canceled.ago().compareTo(Duration.between(since, now)) > 0
                ? Next.over(bereft, Outcome.CANCELED)
                : Retrial.toRetry(new Retrial.Failed(bereft, now, true, false));
        case JobFailed failure -> Retrial.failed(bereft, failure, now);
        case JobSucceeded _ -> Next.over(bereft, Outcome.SUCCEEDED);
        case JobGone _ -> Next.over(bereft, Outcome.GONE);
        case JobRuns _ when late -> Next.at(new Canceling(bereft, false, now));
        case JobStops _ when late -> Next.at(new Canceling(bereft, true, now));
        default -> new Next(this, POLL);
      };
    }
  }
}
