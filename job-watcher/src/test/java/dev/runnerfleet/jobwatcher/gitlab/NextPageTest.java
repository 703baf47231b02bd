package dev.runnerfleet.jobwatcher.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NextPageTest {

  @Test
  void shouldTakeTheNextPagesQueryAndNothingElse() {
    var next =
        NextPage.query(
            "<https://evil.example/api?page=1>; rel=\"prev\","
                + " <https://gitlab.example/api/v4/projects/1/jobs?cursor=eyJ%3D&scope%5B%5D=pending"
                + "&scope%5B%5D=running>; rel=\"next\", <https://gitlab.example/x?page=9>; rel=\"last\"");

    assertThat(next)
        .hasValueSatisfying(
            query -> {
              assertThat(query.get("scope[]")).isEqualTo(List.of("pending", "running"));
              assertThat(query.getFirst("cursor")).isEqualTo("eyJ=");
              assertThat(query).hasSize(2);
            });
  }

  @Test
  void shouldEndWhereThereIsNoNextPage() {
    assertThat(NextPage.query(null)).isEmpty();
    assertThat(NextPage.query("<https://gitlab.example/x?page=1>; rel=\"first\"")).isEmpty();
  }
}
