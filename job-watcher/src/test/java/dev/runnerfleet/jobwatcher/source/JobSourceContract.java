package dev.runnerfleet.jobwatcher.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.core.Stage;
import dev.runnerfleet.jobwatcher.core.Status;
import dev.runnerfleet.jobwatcher.source.Forge.Queued;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What watching relies on, whatever forge stands behind the source. */
public interface JobSourceContract {

  JobSource source();

  Forge forge();

  OnVertx vertx();

  @Test
  default void shouldListJustTheActiveJobsOfAProjectWithTheirTags() {
    // Given
    Queued queued = forge().queue(Set.of("contract", "large"), false);
    Queued started = forge().queue(Set.of("contract-started"), false);
    Queued ended = forge().queue(Set.of("contract"), false);
    JobId running = forge().start(Set.of("contract-started"));
    forge().cancel(ended);

    // When
    List<ListedJob> listed = ask(source -> source.activeJobs(queued.project(), Purpose.POLL));

    // Then
    assertThat(running).isEqualTo(started.job());
    assertThat(of(queued.job(), listed))
        .hasValueSatisfying(
            job -> {
              assertThat(job.tags()).containsExactlyInAnyOrder("contract", "large");
              assertThat(job.job().project()).isEqualTo(queued.project());
              assertThat(job.job().ref()).isEqualTo(new Ref(queued.ref(), false));
              assertThat(job.status()).map(Status::stage).contains(Stage.PENDING);
            });
    assertThat(of(running, listed))
        .flatMap(ListedJob::status)
        .hasValueSatisfying(
            status ->
                assertThat(status)
                    .isInstanceOfSatisfying(
                        Status.Running.class, it -> assertThat(it.runner()).isNotNull()));
    assertThat(of(ended.job(), listed)).isEmpty();
  }

  @Test
  default void shouldSayTheSameOfAllProjectsAtOnceIfItCan() {
    // Given
    Queued queued = forge().queue(Set.of("contract"), false);

    // When
    Optional<List<ListedJob>> all = ask(JobSource::allActiveJobs);

    // Then
    List<ListedJob> ofProject = ask(source -> source.activeJobs(queued.project(), Purpose.POLL));
    all.ifPresent(
        jobs ->
            assertThat(jobs.stream().map(ListedJob::job))
                .containsAll(ofProject.stream().map(ListedJob::job).toList()));
  }

  @Test
  default void shouldTellWhatBecameOfAJob() {
    // Given
    Queued queued = forge().queue(Set.of("contract"), false);
    forge().cancel(queued);

    // When
    Optional<ListedJob> found =
        ask(source -> source.job(queued.project(), queued.job(), Purpose.LOOKUP));

    // Then
    assertThat(found)
        .flatMap(ListedJob::status)
        .hasValueSatisfying(status -> assertThat(status.stage()).isEqualTo(Stage.FINISHED));
  }

  @Test
  default void shouldHaveNothingOfWhatItDoesNotKnow() {
    // Given
    Queued queued = forge().queue(Set.of("contract"), false);
    ProjectId nowhere = new ProjectId(987_654_321);
    JobId nobody = new JobId(987_654_321);

    // When
    Optional<ListedJob> unknown =
        ask(source -> source.job(queued.project(), nobody, Purpose.LOOKUP));
    Optional<ListedJob> elsewhere =
        ask(source -> source.job(nowhere, queued.job(), Purpose.LOOKUP));
    List<ListedJob> none = ask(source -> source.activeJobs(nowhere, Purpose.POLL));

    // Then
    assertThat(unknown).isEmpty();
    assertThat(elsewhere).isEmpty();
    assertThat(none).isEmpty();
    assertThat(isProtected(new Queued(nobody, queued.project(), "no/such"))).isFalse();
  }

  @Test
  default void shouldSayWhichRefsAreProtected() {
    // Given
    Queued guarded = forge().queue(Set.of("contract"), true);
    Queued open = forge().queue(Set.of("contract"), false);

    // When Then
    assertThat(isProtected(guarded)).isTrue();
    assertThat(isProtected(open)).isFalse();
  }

  @Test
  default void shouldFindTheProjectsToWatch() {
    // Given
    Queued queued = forge().queue(Set.of("contract"), false);

    // When
    Set<ProjectId> projects = ask(JobSource::projects);

    // Then
    assertThat(projects).contains(queued.project());
    assertThat(source().affordable(Duration.ofSeconds(10))).isPositive();
    assertThat(source().closedFor()).isEmpty();
  }

  @Test
  default void shouldFailRatherThanAnswerInPart() {
    // Given
    Queued queued = forge().queue(Set.of("contract"), false);

    // When
    forge().goAway();

    // Then
    Stream.<Function<JobSource, Uni<?>>>of(
            JobSource::projects,
            source -> source.activeJobs(queued.project(), Purpose.POLL),
            source -> source.job(queued.project(), queued.job(), Purpose.POLL),
            source ->
                source.isProtected(queued.project(), new Ref(queued.ref(), false), Purpose.POLL))
        .forEach(
            question ->
                assertThatThrownBy(() -> vertx().run(() -> question.apply(source())))
                    .hasCauseInstanceOf(AwayException.class));
  }

  private boolean isProtected(Queued job) {
    return ask(
        source -> source.isProtected(job.project(), new Ref(job.ref(), false), Purpose.LOOKUP));
  }

  private <T> T ask(Function<JobSource, Uni<T>> question) {
    return vertx().run(() -> question.apply(source()));
  }

  private static Optional<ListedJob> of(JobId job, List<ListedJob> listed) {
    return listed.stream().filter(each -> each.job().id().equals(job)).findFirst();
  }
}
