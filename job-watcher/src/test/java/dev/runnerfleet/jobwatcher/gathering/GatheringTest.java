package dev.runnerfleet.jobwatcher.gathering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runnerfleet.delivery.Background;
import dev.runnerfleet.jobwatcher.GitLabs;
import dev.runnerfleet.jobwatcher.source.OnVertx;
import dev.runnerfleet.testkit.BackingServices;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BackingServices.class)
@WithTestResource(GitLabs.class)
class GatheringTest {

  private static final int MOST = 3;

  private final List<List<String>> worked = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> gate = new CompletableFuture<>();

  @Inject Background background;

  @Test
  void shouldWorkTogetherOnWhatComesMeanwhileAndLetNoneSufferForAnother() throws Exception {
    // Given work that is under way
    Gathering<String, String> gathering = new Gathering<>("test", background, MOST, this::work);
    OnVertx vertx = new OnVertx(background);
    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      Future<String> first = callers.submit(() -> vertx.run(() -> gathering.add("first")));
      await().until(() -> worked.size() == 1);

      // When more comes, part of which cannot be done
      List<Future<String>> good =
          List.of("a", "b", "c").stream()
              .map(each -> callers.submit(() -> vertx.run(() -> gathering.add(each))))
              .toList();
      Future<String> bad = callers.submit(() -> vertx.run(() -> gathering.add("bad")));
      await().until(() -> gathering.waiting() == 4);
      gate.complete(null);

      // Then
      assertThat(first.get()).isEqualTo("FIRST");
      for (Future<String> each : good) {
        assertThat(each.get()).isIn("A", "B", "C");
      }
      assertThatThrownBy(bad::get).hasRootCauseMessage("bad");
    }
    assertThat(worked.getFirst()).containsExactly("first");
    assertThat(worked.get(1)).hasSize(MOST);
  }

  private Uni<List<String>> work(List<String> all) {
    worked.add(all);
    return Uni.createFrom()
        .completionStage(gate)
        .map(
            open -> {
              if (all.contains("bad")) {
                throw new IllegalStateException("bad");
              }
              return all.stream().map(each -> each.toUpperCase(Locale.ROOT)).toList();
            });
  }
}
