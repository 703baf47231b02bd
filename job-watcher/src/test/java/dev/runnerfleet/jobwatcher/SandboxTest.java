package dev.runnerfleet.jobwatcher;

import static dev.runnerfleet.jobwatcher.Polling.poll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.demand.DemandEvent;
import dev.runnerfleet.contracts.demand.JobFinished;
import dev.runnerfleet.contracts.demand.JobFinished.Outcome;
import dev.runnerfleet.contracts.demand.JobQueued;
import dev.runnerfleet.contracts.demand.JobStarted;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sandbox's GitLab over its wire: what polling finds, and what it makes up for. */
@QuarkusTest
@WithTestResource(BackingServices.class)
@WithTestResource(GitLabs.class)
class SandboxTest {

  private final DemandEar demand = new DemandEar();
  private final Script script = new Script();
  private final SandboxGitLab gitlab = new SandboxGitLab();

  @BeforeEach
  void useTheSandbox() {
    script.reset();
    script.let(GitLabs.Mode.SANDBOX);
  }

  @AfterEach
  void forgetIt() {
    script.reset();
    poll();
    demand.close();
  }

  @Test
  void shouldSeeEveryQueuedJobAndWhatBecomesOfItByPollingAlone() {
    // Given more jobs than a page holds, in several projects and on several refs
    script.let(Postman.Post.LOST);
    List<Long> many = gitlab.make("acme/many", List.of("docker", "linux"), "feature/x", false, 120);
    long guarded = gitlab.make("acme/guarded", List.of(), "release/1", true, 1).getFirst();

    // When
    poll();

    // Then
    Map<JobId, List<DemandEvent>> told = demand.byJob();
    assertThat(many)
        .allSatisfy(id -> assertQueued(told.get(new JobId(id)), Set.of("docker", "linux"), false));
    assertQueued(told.get(new JobId(guarded)), Set.of(), true);

    // When
    gitlab.cancel("acme/guarded", guarded);
    poll();

    // Then
    assertThat(demand.of(guarded))
        .hasSize(2)
        .last()
        .isInstanceOfSatisfying(
            JobFinished.class, event -> assertThat(event.outcome()).isEqualTo(Outcome.CANCELED));
    assertThat(demand.of(many.getFirst())).hasSize(1);
  }

  @Test
  void shouldAgreeWithGitLabAfterAPollWhateverBecameOfItsWebhooks() {
    // Given webhooks of which 30% are lost, 10% come twice, and all in any order
    script.let(Postman.Post.SHUFFLED);
    String runner = gitlab.runner(List.of("chaos"));

    // When jobs come, run, end and are taken back
    Map<Long, String> projects = new HashMap<>();
    for (int i = 0; i < 12; i++) {
      String project = "acme/p" + i % 3;
      gitlab
          .make(project, List.of("chaos"), "main", i % 2 == 0, 5)
          .forEach(id -> projects.put(id, project));
      List<Map<String, Object>> taken = new ArrayList<>();
      for (int j = 0; j < 3; j++) {
        taken.add(gitlab.take(runner));
      }
      taken.stream()
          .filter(job -> !job.isEmpty())
          .skip(1)
          .forEach(job -> gitlab.finish(job, "success"));
      long last = projects.keySet().stream().mapToLong(Long::longValue).max().orElseThrow();
      gitlab.cancel(project, last);
    }
    script.settle();
    poll();

    // Then
    Map<JobId, List<DemandEvent>> told = demand.byJob();
    Map<Long, String> gitLabs = new HashMap<>();
    Map<Long, String> ours = new HashMap<>();
    projects.forEach(
        (id, project) -> {
          gitLabs.put(id, gitlab.status(project, id));
          ours.put(id, state(told.getOrDefault(new JobId(id), List.of())));
        });
    assertThat(gitLabs.values()).contains("pending", "running", "success", "canceled");
    // Whoever never heard of a job need not hear of its end.
    ours.replaceAll((id, state) -> state.equals("never heard of") ? gone(gitLabs.get(id)) : state);
    assertThat(ours).isEqualTo(gitLabs);
  }

  private static @Nullable String gone(@Nullable String gitLabs) {
    return Set.of("success", "failed", "canceled").contains(String.valueOf(gitLabs))
        ? gitLabs
        : "never heard of";
  }

  /** What the events say of a job, in GitLab's words. */
  private static String state(List<DemandEvent> told) {
    String state = "never heard of";
    for (DemandEvent event : told) {
      state =
          switch (event) {
            case JobQueued queued -> state.equals("never heard of") ? "pending" : state;
            case JobStarted started -> isOver(state) ? state : "running";
            case JobFinished finished -> finished.outcome().name().toLowerCase(Locale.ROOT);
            default -> state;
          };
    }
    return state;
  }

  private static boolean isOver(String state) {
    return !Set.of("never heard of", "pending", "running").contains(state);
  }

  private static void assertQueued(
      @Nullable List<DemandEvent> told, Set<String> tags, boolean refProtected) {
    assertThat(told)
        .singleElement()
        .isInstanceOfSatisfying(
            JobQueued.class,
            event -> {
              assertThat(event.tags()).isEqualTo(tags);
              assertThat(event.refProtected()).isEqualTo(refProtected);
              assertThat(event.at()).isBeforeOrEqualTo(event.seenAt());
            });
  }
}
