package dev.runnerfleet.jobwatcher.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.core.RequestBudget.Purpose;
import dev.runnerfleet.jobwatcher.source.AwayException;
import dev.runnerfleet.jobwatcher.source.JobSource;
import dev.runnerfleet.jobwatcher.source.ListedJob;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final ProjectId OLD = new ProjectId(1);
  private static final ProjectId NEW = new ProjectId(2);
  private static final ProjectId STRANGER = new ProjectId(3);

  private final Projects source = new Projects(OLD);
  private final Discovery discovery = new Discovery(source, Clock.fixed(NOW, ZoneOffset.UTC));
  private final Tally tally = new Tally(NOW);

  @Test
  void shouldFindOutAgainWhenAProjectIsSeenThatIsNew() {
    // Given
    discovery.projects(PollTurn.Kind.WHAT_IS_DUE, tally).await().indefinitely();
    source.all.add(NEW);

    // When
    Set<ProjectId> watched = discovery.projects(Set.of(OLD, NEW), tally).await().indefinitely();

    // Then
    assertThat(watched).containsExactlyInAnyOrder(OLD, NEW);
    assertThat(discovery.projects(PollTurn.Kind.WHAT_IS_DUE, tally).await().indefinitely())
        .isEqualTo(watched);
  }

  @Test
  void shouldFindOutOnceThatAProjectIsNotToBeWatched() {
    // Given
    discovery.projects(PollTurn.Kind.WHAT_IS_DUE, tally).await().indefinitely();

    // When
    discovery.projects(Set.of(STRANGER), tally).await().indefinitely();
    discovery.projects(Set.of(OLD, STRANGER), tally).await().indefinitely();

    // Then
    assertThat(source.asked).isEqualTo(2);
  }

  /** A forge that knows nothing but its projects. */
  private static final class Projects implements JobSource {

    private final Set<ProjectId> all = new HashSet<>();
    private int asked;

    Projects(ProjectId one) {
      all.add(one);
    }

    @Override
    public Uni<Set<ProjectId>> projects() {
      asked++;
      return Uni.createFrom().item(Set.copyOf(all));
    }

    @Override
    public Optional<Duration> closedFor() {
      return Optional.empty();
    }

    @Override
    public int affordable(Duration time) {
      return 1;
    }

    @Override
    public Uni<List<ListedJob>> activeJobs(ProjectId project, Purpose purpose) {
      return away();
    }

    @Override
    public Uni<Optional<List<ListedJob>>> allActiveJobs() {
      return away();
    }

    @Override
    public Uni<Optional<ListedJob>> job(ProjectId project, JobId job, Purpose purpose) {
      return away();
    }

    @Override
    public Uni<Boolean> isProtected(ProjectId project, Ref ref, Purpose purpose) {
      return away();
    }

    private static <T> Uni<T> away() {
      return Uni.createFrom().failure(new AwayException("only projects are asked for", null, null));
    }
  }
}
