package dev.runnerfleet.jobwatcher.core;

import static dev.runnerfleet.jobwatcher.core.Jobs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.demand.JobFinished.Outcome;
import dev.runnerfleet.jobwatcher.core.Status.Finished;
import dev.runnerfleet.jobwatcher.core.Status.Pending;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitLabStateTest {

  @ParameterizedTest
  @CsvSource({
    "created, CREATED",
    "waiting_for_resource, CREATED",
    "preparing, CREATED",
    "waiting_for_callback, CREATED",
    "manual, CREATED",
    "scheduled, CREATED",
    "pending, PENDING",
    "running, RUNNING",
    "canceling, RUNNING",
    "success, FINISHED",
    "failed, FINISHED",
    "canceled, FINISHED",
    "skipped, FINISHED",
  })
  void shouldKnowGitLabsWords(String word, Stage stage) {
    assertThat(state(word, null, null, null).toStatus(NOON))
        .hasValueSatisfying(status -> assertThat(status.stage()).isEqualTo(stage));
  }

  @Test
  void shouldNotGuessAtAWordThatIsNew() {
    assertThat(state("dreaming", null, null, null).toStatus(NOON)).isEmpty();
  }

  @Test
  void shouldCountBackFromHowLongItWasQueuedButNotBeforeItWasMade() {
    assertThat(state("pending", NOON.minusSeconds(60), Duration.ofSeconds(5), null).toStatus(NOON))
        .contains(new Pending(NOON.minusSeconds(5)));
    assertThat(state("pending", NOON.minusSeconds(2), Duration.ofSeconds(5), null).toStatus(NOON))
        .contains(new Pending(NOON.minusSeconds(2)));
    assertThat(state("pending", null, null, null).toStatus(NOON)).contains(new Pending(NOON));
  }

  @Test
  void shouldTakeAFailureReasonOfAFailedJobOnly() {
    assertThat(state("failed", null, null, "script_failure").toStatus(NOON))
        .contains(new Finished(Outcome.FAILED, "script_failure", null, NOON));
    assertThat(state("success", null, null, "unknown_failure").toStatus(NOON))
        .contains(new Finished(Outcome.SUCCESS, null, null, NOON));
  }

  @ParameterizedTest
  @CsvSource({
    "2021-02-23T02:41:37.886Z, 2021-02-23T02:41:37.886Z",
    "2021-02-23T03:41:37+01:00, 2021-02-23T02:41:37Z",
    "2021-02-23 02:41:37 UTC, 2021-02-23T02:41:37Z",
    "2021-02-23 03:41:37 +0100, 2021-02-23T02:41:37Z",
    "yesterday,",
    ","
  })
  void shouldReadGitLabsTimes(@Nullable String text, @Nullable Instant expected) {
    assertThat(GitLabTime.parse(text)).isEqualTo(expected);
  }

  private static GitLabState state(
      String word,
      @Nullable Instant createdAt,
      @Nullable Duration queuedFor,
      @Nullable String failureReason) {
    return new GitLabState(word, createdAt, null, null, queuedFor, null, failureReason);
  }
}
