package dev.runnerfleet.reaper.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnerfleet.reaper.gitlab.GitLabApi.RunnerJson;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.Test;

class RunnerPagesTest {

  private static final int PER_PAGE = 3;

  /** The newest first. */
  private final List<RunnerJson> runners =
      new ArrayList<>(
          LongStream.rangeClosed(1, 8)
              .mapToObj(id -> new RunnerJson(9 - id, null, false))
              .toList());

  private int calls;

  @Test
  void shouldReadAllPages() {
    assertThat(read(() -> {})).containsExactlyElementsOf(runners);
    assertThat(calls).isEqualTo(3);
  }

  @Test
  void shouldMissNoRunnerWhenAnotherIsDeletedBetweenTwoPages() {
    // When
    List<RunnerJson> read =
        read(
            () -> {
              if (calls == 1) {
                runners.removeFirst();
              }
            });

    // Then
    assertThat(read).containsExactlyElementsOf(runners).hasSize(7);
  }

  @Test
  void shouldTellNothingOfAListThatChangesAllTheTime() {
    assertThatThrownBy(() -> read(() -> runners.addFirst(new RunnerJson(100 + calls, null, false))))
        .hasMessageContaining("came or went");
    assertThat(calls).isEqualTo(10);
  }

  private List<RunnerJson> read(Runnable afterEachPage) {
    return RunnerPages.read(
            page -> {
              RestResponse<List<RunnerJson>> answer = page(page);
              calls++;
              afterEachPage.run();
              return Uni.createFrom().item(answer);
            })
        .await()
        .indefinitely();
  }

  private RestResponse<List<RunnerJson>> page(int page) {
    List<RunnerJson> items = runners.stream().skip((page - 1L) * PER_PAGE).limit(PER_PAGE).toList();
    boolean more = page * PER_PAGE < runners.size();
    return RestResponse.ResponseBuilder.ok(items)
        .header(GitLabApi.TOTAL, runners.size())
        .header(GitLabApi.NEXT_PAGE, more ? page + 1 : "")
        .build();
  }
}
