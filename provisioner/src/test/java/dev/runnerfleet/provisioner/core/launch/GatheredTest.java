package dev.runnerfleet.provisioner.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.RunnerId;
import dev.runnerfleet.contracts.launch.LaunchRunner.Purpose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GatheredTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Property
  void shouldPutEachOrderIntoJustOneCallOfItsPool(
      @ForAll @Size(max = 100) List<@IntRange(max = 2) Integer> pools,
      @ForAll @IntRange(min = 1, max = 10) int mostPerCall) {
    // Given
    List<LaunchOrder> pending = new ArrayList<>();
    for (int i = 0; i < pools.size(); i++) {
      pending.add(order("r" + i, "pool-" + pools.get(i), Purpose.WAITING_JOB, i));
    }

    // When
    List<Gathered> calls = Gathered.from(pending, mostPerCall);

    // Then
    assertThat(calls.stream().flatMap(call -> call.orders().stream()))
        .containsExactlyInAnyOrderElementsOf(pending);
    assertThat(calls)
        .allSatisfy(
            call -> {
              assertThat(call.orders()).hasSizeBetween(1, mostPerCall);
              assertThat(call.orders()).allMatch(order -> order.pool().equals(call.pool()));
            });
  }

  @Test
  void shouldLetWaitingJobsGoBeforeTheWarmBuffer() {
    // Given
    List<LaunchOrder> pending =
        List.of(
            order("r1", "warm", Purpose.WARM_BUFFER, 0),
            order("r2", "foreseen", Purpose.FORESEEN_JOB, 1),
            order("r3", "waiting", Purpose.WAITING_JOB, 2));

    // When
    List<Gathered> calls = Gathered.from(pending, 10);

    // Then
    assertThat(calls.stream().map(call -> call.pool().value()))
        .containsExactly("waiting", "foreseen", "warm");
  }

  private static LaunchOrder order(String runner, String pool, Purpose purpose, int second) {
    return new LaunchOrder(
        new RunnerId(runner), new PoolName(pool), 1, purpose, null, START.plusSeconds(second));
  }
}
