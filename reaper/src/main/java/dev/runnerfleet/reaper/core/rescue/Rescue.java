package dev.runnerfleet.reaper.core.rescue;

import java.time.Duration;
import java.time.Instant;

/**
 * What becomes of a job whose machine AWS takes: it may end by itself; if it does not, GitLab hears
 * that it failed; and where its pool wants that, it is retried, unless its pipeline was canceled or
 * somebody retried it before. Each state names the one call to make; it is saved before the call
 * and every call may be repeated.
 */
public sealed interface Rescue permits Losing, Retrial, Rescue.Over {

  /** Between two looks at a job that is waited for. */
  Duration POLL = Duration.ofSeconds(3);

  /** Between two looks at a job that was retried and shall come to a good end. */
  Duration RETRY_POLL = Duration.ofSeconds(10);

  /** A job that was told to stop and whose machine cannot hear it is stopped without it then. */
  Duration STOPS_WITHIN = Duration.ofSeconds(10);

  /** So long a pipeline's own {@code retry:} has to take effect before we take its place. */
  Duration OWN_RETRY_WITHIN = Duration.ofSeconds(5);

  /** How often a job is retried for the loss of its machine. */
  int RETRIES = 2;

  /** The call that brings a rescue further. */
  enum Call {
    LOOK_AT_JOB,
    CANCEL,
    CANCEL_BY_FORCE,
    LOOK_AT_PIPELINE,
    RETRY,
    LOOK_AT_RETRY,
    NONE
  }

  /** How it ended. */
  enum Outcome {
    /** It came to a good end before its machine went. */
    SUCCEEDED,
    /** Its retry came to a good end. */
    RECOVERED,
    /** It failed for a reason of its own. */
    FAILED_ITSELF,
    CANCELED,
    PIPELINE_CANCELED,
    /** The pipeline's own {@code retry:}, or somebody, was before us. */
    RETRIED_ELSEWHERE,
    RETRIED_ENOUGH,
    /** Its pool wants no retries, or an operator meant it to end. */
    NOT_WANTED,
    NOT_RETRYABLE,
    /** Its retry failed, or was canceled. */
    RETRY_FAILED,
    /** GitLab does not have it any more. */
    GONE
  }

  /** What follows, and how long to wait before the next call. */
  record Next(Rescue state, Duration rest) {

    static Next at(Rescue state) {
      return new Next(state, Duration.ZERO);
    }

    static Next over(Bereft bereft, Outcome outcome) {
      return at(new Over(bereft, outcome));
    }
  }

  Bereft bereft();

  Call call();

  Next next(JobObservation seen, Instant now);

  static Rescue of(Bereft bereft) {
    return new Losing.Watched(bereft);
  }

  default boolean ended() {
    return this instanceof Over;
  }

  /** There is no more to do for it. */
  record Over(Bereft bereft, Outcome outcome) implements Rescue {
    @Override
    public Call call() {
      return Call.NONE;
    }

    @Override
    public Next next(JobObservation seen, Instant now) {
      return Next.at(this);
    }
  }
}
