package dev.runnerfleet.jobwatcher.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopesTest {

  @Test
  void shouldNeedNoMoreThanReadApiForWatching() {
    assertThat(Scopes.lacking(Set.of("read_api"), false)).isEmpty();
    assertThat(Scopes.lacking(Set.of("api"), true)).isEmpty();
  }

  @Test
  void shouldSayWhatEachMissingScopeIsFor() {
    assertThat(Scopes.lacking(Set.of("create_runner"), false)).containsOnlyKeys("read_api");
    assertThat(Scopes.lacking(Set.of("read_api"), true))
        .containsOnlyKeys("api")
        .containsValue("installing, repairing and enabling webhooks");
  }
}
