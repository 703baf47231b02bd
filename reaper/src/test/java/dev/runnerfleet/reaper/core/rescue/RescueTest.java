package dev.runnerfleet.reaper.core.rescue;

import static dev.runnerfleet.reaper.core.Fleet.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.reaper.core.Fleet;
import dev.runnerfleet.reaper.core.JobOnRunner;
import dev.runnerfleet.reaper.core.rescue.JobObservation.CancelAccepted;
import dev.runnerfleet.reaper.core.rescue.JobObservation.CanceledBefore;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobCanceled;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobFailed;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobGone;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobRuns;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobStops;
import dev.runnerfleet.reaper.core.rescue.JobObservation.JobSucceeded;
import dev.runnerfleet.reaper.core.rescue.JobObservation.PipelineSeen;
import dev.runnerfleet.reaper.core.rescue.JobObservation.RetryMade;
import dev.runnerfleet.reaper.core.rescue.JobObservation.RetryRefused;
import dev.runnerfleet.reaper.core.rescue.JobObservation.Unclear;
import dev.runnerfleet.reaper.core.rescue.Losing.Canceled;
import dev.runnerfleet.reaper.core.rescue.Losing.Canceling;
import dev.runnerfleet.reaper.core.rescue.Losing.Stopping;
import dev.runnerfleet.reaper.core.rescue.Losing.Watched;
import dev.runnerfleet.reaper.core.rescue.Rescue.Outcome;
import dev.runnerfleet.reaper.core.rescue.Rescue.Over;
import dev.runnerfleet.reaper.core.rescue.Retrial.Failed;
import dev.runnerfleet.reaper.core.rescue.Retrial.Refused;
import dev.runnerfleet.reaper.core.rescue.Retrial.Retried;
import dev.runnerfleet.reaper.core.rescue.Retrial.Retrying;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RescueTest {

  private static final Instant LONG_AGO = NOON.minusSeconds(60);
  private static final Bereft JOB = bereft(0, true, NOON);
  private static final Bereft EARLY = bereft(0, true, NOON.plusSeconds(60));
  private static final Bereft UNWANTED = bereft(0, false, NOON);
  private static final Bereft WORN = bereft(2, true, NOON);
  private static final JobId RETRY = new JobId(9);

  static Stream<Arguments> steps() {
    return Stream.of(
        // Until its time is over it may come to its own end.
        step(new Watched(EARLY), new JobRuns(), new Watched(EARLY)),
        step(new Watched(EARLY), new JobSucceeded(), over(EARLY, Outcome.SUCCEEDED)),
        step(new Watched(EARLY), failed("script_failure"), over(EARLY, Outcome.FAILED_ITSELF)),
        step(new Watched(EARLY), new JobCanceled(Duration.ZERO), over(EARLY, Outcome.CANCELED)),
        step(new Watched(EARLY), new Unclear(), new Watched(EARLY)),
        step(new Watched(EARLY), new JobGone(), over(EARLY, Outcome.GONE)),
        // Then GitLab hears of its end.
        step(new Watched(JOB), new JobRuns(), new Canceling(JOB, false, NOON)),
        step(new Canceling(JOB, false, NOON), new CancelAccepted(), new Canceled(JOB, NOON)),
        step(new Canceling(JOB, false, NOON), new Unclear(), new Canceled(JOB, NOON)),
        step(new Canceled(JOB, NOON), new JobStops(), new Canceled(JOB, NOON)),
        step(new Canceled(JOB, LONG_AGO), new JobStops(), new Canceling(JOB, true, NOON)),
        step(new Canceled(JOB, LONG_AGO), new JobRuns(), new Canceling(JOB, false, NOON)),
        step(new Canceled(JOB, NOON), new JobSucceeded(), over(JOB, Outcome.SUCCEEDED)),
        step(
            new Canceled(JOB, NOON),
            new JobCanceled(Duration.ZERO),
            new Failed(JOB, NOON, true, false)),
        // What was canceled before our order is somebody else's, though GitLab took the order.
        step(new Canceling(JOB, false, NOON), new CanceledBefore(), over(JOB, Outcome.CANCELED)),
        step(
            new Canceled(JOB, NOON.minusSeconds(5)),
            new JobCanceled(Duration.ofSeconds(6)),
            over(JOB, Outcome.CANCELED)),
        step(
            new Canceled(JOB, NOON.minusSeconds(5)),
            new JobCanceled(Duration.ofSeconds(4)),
            new Failed(JOB, NOON, true, false)),
        step(new Canceling(JOB, false, LONG_AGO), new Unclear(), new Canceled(JOB, LONG_AGO)),
        // Somebody else's cancellation is theirs, whose runner cannot hear of it any more.
        step(new Watched(bereft(0, true, LONG_AGO)), new JobStops(), stopping(LONG_AGO)),
        // What the machine itself said, in the words of each version.
        step(new Watched(JOB), failed("runner_system_failure"), failedAt(JOB)),
        step(new Watched(JOB), failed("runner_interrupted"), failedAt(JOB)),
        step(new Watched(JOB), failed("unknown_failure"), failedAt(JOB)),
        // Whose pool does not want it, or what was retried twice, is left at that.
        step(
            new Watched(UNWANTED),
            failed("runner_interrupted"),
            over(UNWANTED, Outcome.NOT_WANTED)),
        step(
            new Canceled(UNWANTED, NOON),
            new JobCanceled(Duration.ZERO),
            over(UNWANTED, Outcome.NOT_WANTED)),
        step(new Watched(WORN), failed("runner_interrupted"), over(WORN, Outcome.RETRIED_ENOUGH)),
        // The pipeline's own retry goes first, and a canceled pipeline stays canceled.
        step(failedAt(JOB), seen(false, RETRY), over(JOB, Outcome.RETRIED_ELSEWHERE)),
        step(failedAt(JOB), seen(true, null), over(JOB, Outcome.PIPELINE_CANCELED)),
        step(
            new Failed(JOB, NOON, true, false),
            seen(true, null),
            over(JOB, Outcome.PIPELINE_CANCELED)),
        step(failedAt(JOB), seen(false, null), failedAt(JOB)),
        step(failedAt(JOB), new Unclear(), failedAt(JOB)),
        step(
            new Failed(JOB, LONG_AGO, false, false),
            seen(false, null),
            new Retrying(JOB, LONG_AGO)),
        step(new Failed(JOB, NOON, true, false), seen(false, null), new Retrying(JOB, NOON)),
        // A retry whose answer got lost is found by its pipeline.
        step(new Retrying(JOB, NOON), new RetryMade(RETRY), new Retried(JOB, RETRY)),
        step(new Retrying(JOB, NOON), new Unclear(), new Failed(JOB, NOON, true, true)),
        step(new Failed(JOB, NOON, true, true), seen(false, RETRY), new Retried(JOB, RETRY)),
        step(new Retrying(JOB, NOON), new RetryRefused(), new Refused(JOB)),
        step(new Refused(JOB), seen(false, RETRY), new Retried(JOB, RETRY)),
        step(new Refused(JOB), seen(false, null), over(JOB, Outcome.NOT_RETRYABLE)),
        step(new Retried(JOB, RETRY), new JobRuns(), new Retried(JOB, RETRY)),
        step(new Retried(JOB, RETRY), new JobSucceeded(), over(JOB, Outcome.RECOVERED)),
        step(new Retried(JOB, RETRY), failed("script_failure"), over(JOB, Outcome.RETRY_FAILED)));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void shouldGoFromStateToState(Rescue from, JobObservation seen, Rescue expected) {
    // When
    Rescue.Next next = from.next(seen, NOON);

    // Then
    assertThat(next.state()).isEqualTo(expected);
  }

  private static Arguments step(Rescue from, JobObservation seen, Rescue expected) {
    return Arguments.of(from, seen, expected);
  }

  private static Rescue stopping(Instant abortAt) {
    return new Stopping(bereft(0, true, abortAt));
  }

  private static Rescue failedAt(Bereft bereft) {
    return new Failed(bereft, NOON, false, false);
  }

  private static Over over(Bereft bereft, Outcome outcome) {
    return new Over(bereft, outcome);
  }

  private static JobFailed failed(String reason) {
    return new JobFailed(reason, NOON);
  }

  private static PipelineSeen seen(
      boolean canceled, @org.jspecify.annotations.Nullable JobId successor) {
    return new PipelineSeen(canceled, successor);
  }

  private static Bereft bereft(int attempt, boolean mayRetry, Instant abortAt) {
    return new Bereft(
        new JobOnRunner(new JobId(1), new ProjectId(2), new PipelineId(3), "build"),
        Fleet.RUNNER,
        Fleet.POOL,
        attempt,
        mayRetry,
        abortAt);
  }
}
