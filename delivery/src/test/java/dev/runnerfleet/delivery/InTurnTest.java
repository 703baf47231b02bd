package dev.runnerfleet.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InTurnTest {

  private static final List<Integer> MANY = IntStream.range(0, 100_000).boxed().toList();
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @Test
  void shouldNeedNoMoreStackForMoreWorkThatIsDoneAtOnce() {
    // Given
    List<Integer> done = new ArrayList<>();

    // When
    InTurn.each(MANY, one -> Uni.createFrom().item(done.add(one))).await().atMost(LONGEST);

    // Then
    assertThat(done).isEqualTo(MANY);
  }

  @Test
  void shouldStopAtTheFirstFailure() {
    // Given
    List<Integer> done = new ArrayList<>();

    // When
    Throwable failure =
        InTurn.each(
                MANY,
                one ->
                    one == 3
                        ? Uni.createFrom().failure(new IllegalStateException("three"))
                        : Uni.createFrom().item(done.add(one)))
            .onItemOrFailure()
            .transform((nothing, thrown) -> thrown)
            .await()
            .atMost(LONGEST);

    // Then
    assertThat(failure).hasMessage("three");
    assertThat(done).containsExactly(0, 1, 2);
  }
}
