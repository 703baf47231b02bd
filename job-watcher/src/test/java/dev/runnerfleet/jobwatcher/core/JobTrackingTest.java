package dev.runnerfleet.jobwatcher.core;

import static dev.runnerfleet.jobwatcher.core.Jobs.DOCKER;
import static dev.runnerfleet.jobwatcher.core.Jobs.LARGE;
import static dev.runnerfleet.jobwatcher.core.Jobs.NOON;
import static dev.runnerfleet.jobwatcher.core.Jobs.RUNNER;
import static dev.runnerfleet.jobwatcher.core.Jobs.created;
import static dev.runnerfleet.jobwatcher.core.Jobs.finished;
import static dev.runnerfleet.jobwatcher.core.Jobs.job;
import static dev.runnerfleet.jobwatcher.core.Jobs.pending;
import static dev.runnerfleet.jobwatcher.core.Jobs.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.contracts.demand.JobFinished.Outcome;
import dev.runnerfleet.contracts.demand.JobQueued;
import dev.runnerfleet.contracts.demand.JobStarted;
import dev.runnerfleet.jobwatcher.core.Status.Running;
import dev.runnerfleet.jobwatcher.core.Tracked.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobTrackingTest {

  private static final Instant SEEN = NOON.plusSeconds(10);

  @Test
  void shouldTellEachStepOnce() {
    // When
    History history =
        new History()
            .see(created(1))
            .see(pending(1).needing(DOCKER))
            .see(pending(1).needing(DOCKER))
            .see(running(1))
            .see(running(1))
            .see(finished(1, Outcome.SUCCESS, RUNNER))
            .see(finished(1, Outcome.SUCCESS, RUNNER));

    // Then
    assertThat(history.events)
        .containsExactly(
            new JobQueued(
                job(1).id(),
                job(1).project(),
                job(1).pipeline(),
                "build",
                DOCKER.tags(),
                false,
                NOON.plusSeconds(1),
                SEEN),
            new JobStarted(job(1).id(), job(1).project(), RUNNER, NOON.plusSeconds(2)),
            new JobFinished(
                job(1).id(), job(1).project(), Outcome.SUCCESS, null, RUNNER, NOON.plusSeconds(3)));
  }

  @Test
  void shouldIgnoreWhatCameLate() {
    // Given
    History history = new History().see(finished(1, Outcome.FAILED, RUNNER));

    // When
    history.see(running(1)).see(pending(1).needing(DOCKER)).see(created(1));

    // Then
    assertThat(history.events).hasSize(1);
    assertThat(history.lastChange()).isEqualTo(Change.STALE);
  }

  @Test
  void shouldNeverTellAQueuedJobWithoutKnowingItsTags() {
    // Given
    History history = new History().see(pending(1));
    assertThat(history.events).isEmpty();

    // When
    history.see(pending(1)).see(pending(1).needing(DOCKER));

    // Then
    assertThat(history.events).singleElement().isInstanceOf(JobQueued.class);
  }

  @Test
  void shouldCorrectWrongTagsByASecondEvent() {
    // Given
    History history = new History().see(pending(1).needing(DOCKER));

    // When
    history.see(pending(1)).see(pending(1).needing(LARGE));

    // Then
    assertThat(history.events)
        .extracting(event -> ((JobQueued) event).tags())
        .containsExactly(DOCKER.tags(), LARGE.tags());
    assertThat(history.lastChange()).isEqualTo(Change.CORRECTED);
  }

  @Test
  void shouldNotCorrectWhatIsKnownByWhatIsOnlyRemembered() {
    // Given
    History history = new History().see(pending(1).remembering(DOCKER));

    // When
    history.see(pending(1).needing(LARGE)).see(pending(1).remembering(DOCKER));

    // Then
    assertThat(history.events)
        .extracting(event -> ((JobQueued) event).tags())
        .containsExactly(DOCKER.tags(), LARGE.tags());
  }

  @Test
  void shouldTellOfARunnerThatBecameKnownLater() {
    // Given
    History history =
        new History().see(new Observation(job(1), new Running(null, NOON.plusSeconds(2))));

    // When
    history.see(running(1)).see(running(1));

    // Then
    assertThat(history.events)
        .extracting(event -> ((JobStarted) event).runner())
        .containsExactly(null, RUNNER);
  }

  @Test
  void shouldSayNothingOfAJobThatWasNeverInTheQueue() {
    // When
    History history = new History().see(created(1)).see(finished(1, Outcome.CANCELED, null));

    // Then
    assertThat(history.events).isEmpty();
  }

  @Test
  void shouldNameTheRunnerThatTheJobStartedOn() {
    // When
    History history = new History().see(running(1)).see(finished(1, Outcome.CANCELED, null));

    // Then
    assertThat(history.events.getLast())
        .isInstanceOfSatisfying(
            JobFinished.class, event -> assertThat(event.runner()).isEqualTo(RUNNER));
  }

  private static final class History {

    private final List<DemandEvent> events = new ArrayList<>();
    private @Nullable Tracked last;

    History see(Observation seen) {
      Tracked next = JobTracking.observe(last == null ? null : last.job(), seen, SEEN);
      events.addAll(next.events());
      last = next;
      return this;
    }

    @Nullable Change lastChange() {
      return last == null ? null : last.change();
    }
  }
}
