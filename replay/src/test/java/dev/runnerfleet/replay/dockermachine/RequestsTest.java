package dev.runnerfleet.replay.dockermachine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Adaptive request concurrency. */
class RequestsTest {

  @Test
  void shouldAskATenthMoreWithEachJobAndATwentiethLessWithEachEmptyAnswer() {
    // Given
    Requests requests = new Requests(10);

    // When: 1.1 to the eighth is 2.14
    answers(requests, 8, true);

    // Then
    assertThat(begun(requests)).isEqualTo(2);
    requests.answered(false);
    requests.answered(false);
    assertThat(begun(requests)).isEqualTo(1);
  }

  @Test
  void shouldNeverAskMoreThanRequestConcurrencyNorLessThanOneAtATime() {
    // Given
    Requests eager = new Requests(3);
    Requests timid = new Requests(3);

    // When
    answers(eager, 100, true);
    answers(timid, 100, false);

    // Then
    assertThat(begun(eager)).isEqualTo(3);
    assertThat(begun(timid)).isEqualTo(1);
  }

  private static void answers(Requests requests, int count, boolean withJob) {
    for (int i = 0; i < count; i++) {
      requests.begin();
      requests.answered(withJob);
    }
  }

  private static int begun(Requests requests) {
    int begun = 0;
    while (requests.begin()) {
      begun++;
    }
    return begun;
  }
}
