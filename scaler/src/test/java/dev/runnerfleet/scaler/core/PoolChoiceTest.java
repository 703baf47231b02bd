package dev.runnerfleet.scaler.core;

import static dev.runnerfleet.scaler.core.Example.NOW;
import static dev.runnerfleet.scaler.core.Example.capacity;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.PoolName;
import java.util.List;
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
    assertThat(PoolChoice.of(Set.of("linux"), false, List.of(paused), none -> false, NOW)).contains(paused.name());
  }

  @Test
  void shouldFindNoPoolForOtherTagsOrUntaggedJobsOrADeletedPool() {
    assertThat(PoolChoice.of(Set.of("windows"), false, List.of(ALPHA), none -> false, NOW)).isEmpty();
    assertThat(PoolChoice.of(Set.of(), false, List.of(ALPHA), none -> false, NOW)).isEmpty();
    assertThat(PoolChoice.of(Set.of("linux"), false, List.of(pool("alpha", 5, false, true)), none -> false, NOW))
        .isEmpty();
  }

  private static Pool pool(String name, int max, boolean paused, boolean closed) {
    return new Pool(Example.spec(name, capacity(1, max, 0, 0)), paused, closed, LaunchHealth.GOOD);
  }
}
