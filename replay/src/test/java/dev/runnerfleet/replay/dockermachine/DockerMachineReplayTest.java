package dev.runnerfleet.replay.dockermachine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.replay.dockermachine.config.ConfigReader;
import dev.runnerfleet.replay.dockermachine.config.ConfigToml;
import dev.runnerfleet.replay.dockermachine.config.Idling;
import dev.runnerfleet.replay.dockermachine.config.RunnerEntry;
import dev.runnerfleet.replay.outcome.Outcome;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.world.Conditions;
import dev.runnerfleet.replay.world.Watch;
import dev.runnerfleet.sandbox.core.aws.MarketSettings;
import dev.runnerfleet.sandbox.core.aws.catalogue.Catalogue;
import dev.runnerfleet.sandbox.core.aws.catalogue.Market;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DockerMachineReplayTest {

  private Duration looked = Duration.ZERO;

  @Test
  void shouldMakeAboutIdleCountMachinesABootWhereSomeAreKeptIdle() {
    // Given: a machine is asked for only while one is free, so a queue drains serially with one
    String serial = Given.config("IdleCount = 1\nIdleTime = 600", 10);
    String faster = Given.config("IdleCount = 4\nIdleTime = 600", 10);

    // When
    Outcome one = Given.replay(Given.burst(20, 3600), serial);
    Outcome four = Given.replay(Given.burst(20, 3600), faster);

    // Then
    assertThat(one.waits().seconds(1)).isBetween(20 * 60.0, 20 * 64.5);
    assertThat(four.waits().seconds(1)).isBetween(5 * 60.0, 5 * 64.5);
  }

  @Test
  void shouldTakeAJobARoundTripAndThenBootForEachWhereNoneIsKeptIdle() {
    // When
    Outcome outcome =
        Given.replay(Given.burst(20, 3600), Given.config("IdleCount = 0\nIdleTime = 600", 1));

    // Then
    assertThat(outcome.launches()).isEqualTo(20);
    assertThat(outcome.waits().seconds(0)).isEqualTo(60.2);
    assertThat(outcome.waits().seconds(1)).isEqualTo(60 + 20 * 0.2);
  }

  @Test
  void shouldAskInParallelWithinWhatItDaresTo() {
    // When: two hundred jobs, enough for its own limit to grow
    Outcome one =
        Given.replay(Given.burst(200, 3600), Given.config("IdleCount = 0\nIdleTime = 600", 1));
    Outcome ten =
        Given.replay(Given.burst(200, 3600), Given.config("IdleCount = 0\nIdleTime = 600", 10));

    // Then
    assertThat(one.waits().seconds(1)).isEqualTo(60 + 200 * 0.2);
    assertThat(ten.waits().seconds(1)).isBetween(70.0, 90.0);
  }

  @Test
  void shouldLetAJobTakeTheFirstMachineThatIsFreeWhileItsOwnBoots() {
    // Given: the first job ends while the second's machine boots
    Trace trace = new Trace("two", List.of(Given.job(0, 30), Given.job(80, 600)));

    // When
    Outcome outcome = Given.replay(trace, Given.config("IdleCount = 0\nIdleTime = 600", 1));

    // Then
    assertThat(outcome.launches()).isEqualTo(2);
    assertThat(outcome.waits().seconds(1)).isLessThan(61);
    assertThat(outcome.waits().seconds(0)).isLessThan(15);
  }

  @Test
  void shouldStandStillWhileAllWorkersAreBusy() {
    // When: concurrent = 2
    Outcome outcome =
        Given.replay(
            Given.burst(4, 300),
            Given.config("IdleCount = 0\nIdleTime = 600", 1).replace("= 100000", "= 2"));

    // Then: the last two wait for the first two, and find their machines idle
    assertThat(outcome.launches()).isEqualTo(2);
    assertThat(outcome.waits().seconds(1)).isBetween(360.0, 365.0);
  }

  @Test
  void shouldFailJobsThatNoMachineCanBeHadFor() {
    // Given: no spot capacity at all
    Conditions dry = Given.conditions(new MarketSettings(1, 0, 0));

    // When
    Outcome outcome =
        DockerMachineReplay.run(
            Given.burst(2, 60),
            ConfigReader.read(Given.config("IdleCount = 0\nIdleTime = 600", 10)),
            dry,
            Trouble.NONE,
            Watch.QUIET);

    // Then: nine tries each, a second or three apart, without a back-off
    assertThat(outcome.jobs().failed()).isEqualTo(2);
    assertThat(outcome.callsRefused()).isEqualTo(18);
  }

  @Test
  void shouldCreateWithoutABackOffAsManyAtATimeAsMayGrow() {
    // Given: no spot capacity at all, and machines wanted ahead
    Conditions dry = Given.conditions(new MarketSettings(1, 0, 0));

    // When: it is looked at once, after a while
    Outcome outcome =
        DockerMachineReplay.run(
            Given.burst(2, 60),
            ConfigReader.read(Given.config("IdleCount = 5\nMaxGrowthRate = 2\nIdleTime = 600", 10)),
            dry,
            Trouble.NONE,
            (now, ended) -> {
              looked = Duration.between(Given.START, now);
              return false;
            });

    // Then: two every check interval, and no job is ever asked for
    assertThat(outcome.callsRefused() / (looked.toSeconds() / 3.0)).isBetween(1.99, 2.01);
    assertThat(outcome.jobs().unfinished()).isEqualTo(2);
  }

  @Test
  void shouldEndThoughJobsNeverCan() {
    // Given
    Conditions dry = Given.conditions(new MarketSettings(1, 0, 0));

    // When
    Outcome outcome =
        DockerMachineReplay.run(
            Given.burst(2, 60),
            ConfigReader.read(
                "check_interval = 600\n" + Given.config("IdleCount = 1\nIdleTime = 600", 10)),
            dry,
            Trouble.NONE,
            Watch.QUIET);

    // Then
    assertThat(outcome.jobs().unfinished()).isEqualTo(2);
    assertThat(outcome.waits().count()).isZero();
  }

  @Test
  void shouldDivideTheCheckIntervalByTheEntries() {
    // Given: only the second of two takes the job, so it is asked for at 1.5 s
    String two =
        Given.config("IdleTime = 600", 1)
                .replace(
                    "request_concurrency",
                    "runnerfleet.match.tags = [\"a\"]\n  request_concurrency")
            + Given.config("IdleTime = 600", 1).replace("concurrent = 100000", "");

    // When
    Outcome outcome =
        Given.replay(new Trace("one", List.of(Given.job(0, 5), Given.job(1, 5))), two);

    // Then
    assertThat(outcome.waits().seconds(1)).isEqualTo(1.5 + 0.2 + 60);
  }

  @Test
  void shouldLaunchNoSpotMachineThatCostsMoreThanItsCap() {
    // When
    Outcome dear =
        Given.replay(
            Given.burst(1, 60),
            Given.config("IdleTime = 600", 1)
                .replace("instance\"]", "instance\", \"amazonec2-spot-price=0.001\"]"));
    Outcome uncapped =
        Given.replay(
            Given.burst(1, 60),
            Given.config("IdleTime = 600", 1)
                .replace("instance\"]", "instance\", \"amazonec2-spot-price=\"]"));

    // Then
    assertThat(dear.jobs().failed()).isEqualTo(1);
    assertThat(uncapped.jobs().ended()).isEqualTo(1);
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
    assertThat(entry.idlingAt(Given.START)).isEqualTo(new Idling(1, 0, 0, Duration.ofMinutes(30)));
    assertThat(entry.idlingAt(Given.START.plusSeconds(9 * 3600)))
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
    assertThatThrownBy(
            () -> ConfigReader.read(Given.config("IdleCount = 0\nIdleScaleFactor = 1", 1)))
        .hasMessageContaining("IdleScaleFactor");
    assertThatThrownBy(() -> ConfigReader.read("token = \"glrt-secret"))
        .hasMessageContaining("line 1")
        .hasMessageNotContaining("glrt-secret");
    assertThatThrownBy(() -> ConfigReader.read("[[runners]]\nexecutor = 3"))
        .hasMessageContaining("executor")
        .hasMessageContaining("a text");
    assertThatThrownBy(() -> ConfigReader.read("runners = 3")).hasMessageContaining("a list");
    ConfigToml unknown =
        ConfigReader.read(Given.config("IdleTime = 600", 1).replace("m7i.large", "m5.huge"));
    assertThatThrownBy(() -> unknown.requireKnown(Catalogue::builtIn))
        .hasMessageContaining("amazonec2-instance-type is \"m5.huge\"")
        .hasMessageContaining("m7i.large");
  }
}
