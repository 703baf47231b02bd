package dev.runnerfleet.jobwatcher.core.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.jobwatcher.core.hook.InstalledHook.Alert;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class HookPlanTest {

  private static final URI OURS = URI.create("https://fleet.example/webhooks/gitlab");
  private static final InstalledHook ANOTHERS =
      new InstalledHook(1, URI.create("https://chat.example/x"), true, true, true, Alert.DISABLED);

  @Test
  void shouldInstallWhereThereIsNoneOfOurs() {
    assertThat(plan(ANOTHERS)).isEqualTo(new HookPlan.Install());
  }

  @Test
  void shouldKeepOneThatWorksAndLeaveOthersAlone() {
    assertThat(plan(ANOTHERS, ours(true, true, Alert.EXECUTABLE))).isEqualTo(new HookPlan.Keep(2));
  }

  @Test
  void shouldRepairWhatIsSetOtherwiseAndSayIn() {
    assertThat(plan(ours(false, false, Alert.DISABLED)))
        .isEqualTo(
            new HookPlan.Repair(
                2,
                List.of(
                    "job events are off", "pipeline events are off", "SSL verification is off")));
  }

  @Test
  void shouldEnableOneThatGitLabHasStoppedCalling() {
    assertThat(plan(ours(true, true, Alert.TEMPORARILY_DISABLED)))
        .isEqualTo(new HookPlan.Enable(2, Alert.TEMPORARILY_DISABLED));
    assertThat(plan(ours(true, true, Alert.DISABLED)))
        .isEqualTo(new HookPlan.Enable(2, Alert.DISABLED));
  }

  private static InstalledHook ours(boolean events, boolean verified, Alert alert) {
    return new InstalledHook(2, OURS, events, events, verified, alert);
  }

  private static HookPlan plan(InstalledHook... installed) {
    return HookPlan.of(List.of(installed), OURS, true);
  }
}
