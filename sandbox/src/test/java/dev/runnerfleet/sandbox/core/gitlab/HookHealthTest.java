package dev.runnerfleet.sandbox.core.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.sandbox.core.gitlab.hook.Hook;
import dev.runnerfleet.sandbox.core.gitlab.hook.HookDue;
import dev.runnerfleet.sandbox.core.gitlab.hook.HookEvent;
import dev.runnerfleet.sandbox.core.gitlab.hook.HookOwner;
import dev.runnerfleet.sandbox.core.gitlab.hook.HookSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HookHealthTest {
  private final TestForge gitLab = new TestForge();

  private Hook hook() {
    gitLab.job("demo/app");
    gitLab.effects();
    var group = Objects.requireNonNull(gitLab.forge.projects().findGroup("demo"));
    var settings =
        new HookSettings(
            URI.create("http://localhost/hook"),
            null,
            null,
            null,
            null,
            true,
            Set.of(HookEvent.JOB_EVENTS));
    return gitLab.forge.hooks().create(new HookOwner.OfGroup(group.id()), settings, gitLab.now);
  }

  private String status(Hook hook) {
    return Objects.requireNonNull(gitLab.forge.hooks().find(hook.id()))
        .health()
        .alertStatus(gitLab.now);
  }

  private void fail(Hook hook) {
    gitLab.forge.hooks().delivered(hook.id(), false, gitLab.now);
  }

  @Test
  void shouldTellAGroupsHookOfJobsInItsProjects() {
    // Given
    Hook hook = hook();

    // When
    gitLab.job("demo/deep/app");
    gitLab.job("other/app");

    // Then
    assertThat(gitLab.effects())
        .filteredOn(HookDue.class::isInstance)
        .hasSize(2)
        .allMatch(due -> ((HookDue) due).hook().id() == hook.id());
  }

  @Test
  void shouldLeaveAHookAloneForLongerAfterEachFailureFromTheFourthOn() {
    // Given
    Hook hook = hook();
    for (int i = 0; i < 3; i++) {
      fail(hook);
    }
    assertThat(status(hook)).isEqualTo("executable");

    // When
    fail(hook);

    // Then
    assertThat(status(hook)).isEqualTo("temporarily_disabled");
    gitLab.pass(Duration.ofSeconds(61));
    assertThat(status(hook)).isEqualTo("executable");
    fail(hook);
    gitLab.pass(Duration.ofSeconds(61));
    assertThat(status(hook)).isEqualTo("temporarily_disabled");
    gitLab.forge.hooks().delivered(hook.id(), true, gitLab.now);
    assertThat(status(hook)).isEqualTo("executable");
  }

  @Test
  void shouldGiveAHookUpAfterFortyFailures() {
    // Given
    Hook hook = hook();

    // When
    for (int i = 0; i < 40; i++) {
      fail(hook);
      gitLab.pass(Duration.ofHours(25));
    }

    // Then
    assertThat(status(hook)).isEqualTo("disabled");
    gitLab.job("demo/app");
    assertThat(gitLab.effects()).noneMatch(HookDue.class::isInstance);
  }
}
