package dev.runnerfleet.reaper.gitlab;

import dev.runnerfleet.reaper.gitlab.GitLabApi.RunnerJson;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * A whole list of runners, page by page. GitLab counts its pages from the newest runner: one that
 * is deleted between two pages moves those behind it forward, the first of the next page onto the
 * one before, where nobody sees it. A list whose length changes meanwhile is read again.
 */
final class RunnerPages {

  private static final int ATTEMPTS = 5;

  private final IntFunction<Uni<RestResponse<List<RunnerJson>>>> page;

  private RunnerPages(IntFunction<Uni<RestResponse<List<RunnerJson>>>> page) {
    this.page = page;
  }

  /** Fails if a page does, or if the list keeps changing. */
  static Uni<List<RunnerJson>> read(IntFunction<Uni<RestResponse<List<RunnerJson>>>> page) {
    return new RunnerPages(page).attempt(1);
  }

  private Uni<List<RunnerJson>> attempt(int number) {
    return from(1, null, new ArrayList<>())
        .onFailure(ListChangedException.class)
        .recoverWithUni(
            changed -> number < ATTEMPTS ? attempt(number + 1) : Uni.createFrom().failure(changed));
  }

  private Uni<List<RunnerJson>> from(int number, @Nullable String total, List<RunnerJson> found) {
    return page.apply(number)
        .chain(
            answer -> {
              found.addAll(GitLab.entity(answer));
              // Absent past 10,000 runners (GitLab's page "REST API", "Pagination").
              String now = answer.getHeaderString(GitLabApi.TOTAL);
              if (number > 1 && !Objects.equals(now, total)) {
                return Uni.createFrom().failure(new ListChangedException());
              }
              String next = answer.getHeaderString(GitLabApi.NEXT_PAGE);
              return next == null || next.isBlank()
                  ? Uni.createFrom().item(found)
                  : from(Integer.parseInt(next), now, found);
            });
  }

  private static final class ListChangedException extends RuntimeException {
    ListChangedException() {
      super("runners came or went from one page to the next");
    }
  }
}
