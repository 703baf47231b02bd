package dev.runnerfleet.replay.dockermachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.replay.outcome.Outcome;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TracedJob;
import dev.runnerfleet.replay.world.Boots;
import dev.runnerfleet.replay.world.Conditions;
import dev.runnerfleet.replay.world.Watch;
import dev.runnerfleet.sandbox.core.aws.MarketSettings;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DockerMachineReplayTest {

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  @Test
  void shouldMakeAboutIdleCountMachinesABootWhereSomeAreKeptIdle() {
    // Given: a machine is asked for only while one is free, so a queue drains serially with one
    String serial = config("IdleCount = 1\nIdleTime = 600", 10);
    String faster = config("IdleCount = 4\nIdleTime = 600", 10);

    // When
    Outcome one = replay(burst(20, 3600), serial);
    Outcome four = replay(burst(20, 3600), faster);

    // Then
    assertThat(one.waits().seconds(1)).isBetween(20 * 60.0, 20 * 64.5);
    assertThat(four.waits().seconds(1)).isBetween(5 * 60.0, 5 * 64.5);
  }

  @Test
  void shouldTakeAJobARoundTripAndThenBootForEachWhereNoneIsKeptIdle() {
    // When
    Outcome outcome = replay(burst(20, 3600), config("IdleCount = 0\nIdleTime = 600", 1));

    // Then
    assertThat(outcome.launches()).isEqualTo(20);
    assertThat(outcome.waits().seconds(0)).isEqualTo(60.2);
    assertThat(outcome.waits().seconds(1)).isEqualTo(60 + 20 * 0.2);
  }

  @Test
  void shouldAskInParallelWithinWhatItDaresTo() {
    // When: two hundred jobs, enough for its own limit to grow
    Outcome one = replay(burst(200, 3600), config("IdleCount = 0\nIdleTime = 600", 1));
    Outcome ten = replay(burst(200, 3600), config("IdleCount = 0\nIdleTime = 600", 10));

    // Then
    assertThat(one.waits().seconds(1)).isEqualTo(60 + 200 * 0.2);
    assertThat(ten.waits().seconds(1)).isBetween(70.0, 90.0);
  }

  @Test
  void shouldLetAJobTakeTheFirstMachineThatIsFreeWhileItsOwnBoots() {
    // Given: the first job ends while the second's machine boots
    Trace trace = new Trace("two", List.of(job(0, 30), job(80, 600)));

    // When
    Outcome outcome = replay(trace, config("IdleCount = 0\nIdleTime = 600", 1));

    // Then
    assertThat(outcome.launches()).isEqualTo(2);
    assertThat(outcome.waits().seconds(1)).isLessThan(61);
    assertThat(outcome.waits().seconds(0)).isLessThan(15);
  }

  @Test
  void shouldStandStillWhileAllWorkersAreBusy() {
    // When: concurrent = 2
    Outcome outcome =
        replay(
            burst(4, 300), config("IdleCount = 0\nIdleTime = 600", 1).replace("= 100000", "= 2"));

    // Then: the last two wait for the first two, and find their machines idle
    assertThat(outcome.launches()).isEqualTo(2);
    assertThat(outcome.waits().seconds(1)).isBetween(360.0, 365.0);
  }

  @Test
  void shouldFailJobsThatNoMachineCanBeHadFor() {
    // Given: no spot capacity at all
    Conditions dry = conditions(new MarketSettings(1, 0, 0));

    // When
    Outcome outcome =
        DockerMachineReplay.run(
            burst(2, 60),
            ConfigReader.read(config("IdleCount = 0\nIdleTime = 600", 10)),
            dry,
            Watch.QUIET);

    // Then: nine tries each, a second or three apart, without a back-off
    assertThat(outcome.jobs().failed()).isEqualTo(2);
    assertThat(outcome.callsRefused()).isEqualTo(18);
  }

  @Test
  void shouldReadWhatDecidesAboutMachinesAndIgnoreOffPeakAsGitLabRunnerDoes() {
    // When
    ConfigToml config =
        ConfigReader.read(
            """
            concurrent = 10
            [[runners]]
              executor = "shell"
            [[runners]]
              executor = "docker+machine"
              limit = 20
              request_concurrency = 2
              [runners.machine]
                IdleCount = 1
                IdleTime = 1800
                MaxBuilds = 100
                MaxGrowthRate = 5
                OffPeakPeriods = ["* * * * * * *"]
                OffPeakIdleCount = 7
                MachineOptions = ["amazonec2-region=eu-central-1", "amazonec2-zone=b",
                  "amazonec2-instance-type=m6i.large", "amazonec2-request-spot-instance=true"]
                [[runners.machine.autoscaling]]
                  Periods = ["* * 8-18 * * mon-fri *"]
                  Timezone = "Europe/Berlin"
                  IdleCount = 60
                  IdleCountMin = 10
                  IdleScaleFactor = 1.0
            """);

    // Then
    RunnerEntry entry = config.entries().getFirst();
    assertThat(config.concurrent()).isEqualTo(10);
    assertThat(config.checkInterval()).isEqualTo(Duration.ofSeconds(3));
    assertThat(entry.idlingAt(START)).isEqualTo(new Idling(1, 0, 0, Duration.ofMinutes(30)));
    assertThat(entry.idlingAt(START.plusSeconds(9 * 3600)))
        .isEqualTo(new Idling(60, 10, 1.0, Duration.ZERO));
    assertThat(entry.launched().market()).isEqualTo(Market.SPOT);
    assertThat(entry.launched().zone()).contains("eu-central-1b");
    assertThat(entry.requestConcurrency()).isEqualTo(2);
  }

  @Test
  void shouldSayWhatIsWrongWithAConfiguration() {
    assertThatThrownBy(() -> ConfigReader.read("[[runners]]\nexecutor = \"docker\""))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("docker+machine");
    assertThatThrownBy(() -> ConfigReader.read(config("IdleCount = 0\nIdleScaleFactor = 1", 1)))
        .hasMessageContaining("IdleScaleFactor");
    assertThatThrownBy(() -> ConfigReader.read("token = \"glrt-secret"))
        .hasMessageContaining("line 1")
        .hasMessageNotContaining("glrt-secret");
  }

  private static Outcome replay(Trace trace, String config) {
    return DockerMachineReplay.run(
        trace,
        ConfigReader.read(config),
        conditions(new MarketSettings(1, 20_000, 0)),
        Watch.QUIET);
  }

  private static Conditions conditions(MarketSettings market) {
    return new Conditions(
        new Boots.Fixed(Duration.ofSeconds(60)),
        Duration.ofMillis(200),
        1,
        market,
        Catalogue::builtIn);
  }

  private static String config(String machine, int requestConcurrency) {
    return """
    concurrent = 100000
    [[runners]]
      executor = "docker+machine"
      request_concurrency = %d
      [runners.machine]
        MachineOptions = ["amazonec2-instance-type=m7i.large", "amazonec2-request-spot-instance"]
    %s
    """
        .formatted(requestConcurrency, machine.indent(4));
  }

  private static TracedJob job(long second, long lasting) {
    return new TracedJob(START.plusSeconds(second), Duration.ofSeconds(lasting), Set.of("any"), "");
  }

  private static Trace burst(int jobs, long lasting) {
    List<TracedJob> all = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      all.add(job(0, lasting));
    }
    return new Trace("burst", all);
  }
}
