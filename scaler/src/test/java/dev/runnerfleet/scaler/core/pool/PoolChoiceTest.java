package dev.runnerfleet.scaler.core.pool;

import static dev.runnerfleet.scaler.core.Example.NOW;
import static dev.runnerfleet.scaler.core.Example.capacity;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.PoolName;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.scaler.core.Example;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PoolChoiceTest {

  private static final Pool ALPHA = pool("alpha", 5, false, false);
  private static final Pool BETA = pool("beta", 5, false, false);

  @Test
  void shouldChooseTheFirstByNameWhateverTheOrder() {
    assertThat(PoolChoice.of(Set.of("linux"), false, List.of(BETA, ALPHA), none -> false, NOW))
        .contains(new PoolName("alpha"));
    assertThat(PoolChoice.of(Set.of("linux"), false, List.of(ALPHA, BETA), none -> false, NOW))
        .contains(new PoolName("alpha"));
  }

  @Test
  void shouldPreferAPoolThatServes() {
    Pool paused = pool("alpha", 5, true, false);
    Pool off = pool("alpha", 0, false, false);

    assertThat(PoolChoice.of(Set.of("linux"), false, List.of(paused, BETA), none -> false, NOW))
        .contains(BETA.name());
    assertThat(PoolChoice.of(Set.of("linux"), false, List.of(off, BETA), none -> false, NOW))
        .contains(BETA.name());
    assertThat(PoolChoice.of(Set.of("linux"), false, List.of(paused), none -> false, NOW))
        .contains(paused.name());
  }

  @Test
  void shouldFindNoPoolForOtherTagsOrUntaggedJobsOrADeletedPool() {
    assertThat(PoolChoice.of(Set.of("windows"), false, List.of(ALPHA), none -> false, NOW))
        .isEmpty();
    assertThat(PoolChoice.of(Set.of(), false, List.of(ALPHA), none -> false, NOW)).isEmpty();
    assertThat(
            PoolChoice.of(
                Set.of("linux"), false, List.of(pool("alpha", 5, false, true)), none -> false, NOW))
        .isEmpty();
  }

  @Test
  void shouldPreferTheCheapestSlotThenPriorityThenTheName() {
    // Given
    Pool dear = priced("alpha", "0.40", 1, 0);
    Pool shared = priced("beta", "0.40", 4, 0);
    Pool favoured = priced("gamma", "0.40", 4, 5);

    // Then
    assertThat(chosen(dear, shared)).contains(shared.name());
    assertThat(chosen(dear, shared, favoured)).contains(favoured.name());
    assertThat(PoolChoice.of(Set.of("linux"), false, List.of(dear, shared), shared::equals, NOW))
        .contains(dear.name());
  }

  @Test
  void shouldLeaveAQueuedJobWhereItIsAsLongAsThatServes() {
    // Given
    Pool dear = priced("alpha", "0.40", 1, 0);
    Pool cheap = priced("beta", "0.10", 1, 0);

    // Then
    assertThat(
            PoolChoice.again(
                dear.name(), Set.of("linux"), false, List.of(dear, cheap), none -> false, NOW))
        .contains(dear.name());
  }

  @Test
  void shouldTakeTagsThatMachinesHaveByWhatTheyAre() {
    assertThat(chosen(Set.of("linux", "computetype-spot", "glexecutor-docker"))).isPresent();
    assertThat(chosen(Set.of("linux", "computetype-ondemand"))).isPresent();
    assertThat(chosen(Set.of("linux", "computetype-ondemand", "computetype-spot"))).isEmpty();
    assertThat(chosen(Set.of("linux", "glexecutor-shell"))).isEmpty();
  }

  private static Optional<PoolName> chosen(Set<String> tags) {
    return PoolChoice.of(tags, false, List.of(ALPHA), none -> false, NOW);
  }

  private static Optional<PoolName> chosen(Pool... pools) {
    return PoolChoice.of(Set.of("linux"), false, List.of(pools), none -> false, NOW);
  }

  private static Pool priced(String name, String price, int slots, int priority) {
    return new Pool(
        Example.spec(name, capacity(slots, 5, 0, 0)).withPriority(priority),
        false,
        false,
        LaunchHealth.GOOD,
        1,
        null,
        new Preparation(1, "ami-1", Usd.of(price), NOW));
  }

  private static Pool pool(String name, int max, boolean paused, boolean closed) {
    return new Pool(Example.spec(name, capacity(1, max, 0, 0)), paused, closed, LaunchHealth.GOOD);
  }
}
