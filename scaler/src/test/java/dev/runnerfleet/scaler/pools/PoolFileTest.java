package dev.runnerfleet.scaler.pools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.LookAhead;
import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import dev.runnerfleet.contracts.pool.Schedule;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolFileTest {

  private static final String FULL =
      """
      pools:
        - name: linux-docker
          region: us-east-1
          gitlab: { scope: group, id: 42 }
          match: { tags: [docker, linux], run-untagged: true, protected-only: false }
          machine:
            executor: docker
            image: resolve:ssm:/aws/service/some-image
            instance-types: [m7i.large, m7a.large]
            subnets: [subnet-0a, subnet-0b]
            security-groups: [sg-0f]
            instance-profile: runnerfleet-runner
            disk-gib: 50
          market: { spot: preferred, on-demand-fallback: true }
          capacity: { slots-per-runner: 1, max-runners: 20, idle: 1, idle-time: 30m, max-jobs-per-runner: 10,
                      max-growth: 10, max-lifetime: 24h }
          schedules:
            - { periods: ["* * 0-9,18-23 * * mon-fri *", "* * * * * sat,sun *"], timezone: UTC, idle: 0, idle-time: 20m }
          budget: { per-hour: 5.00, per-day: 60.00 }
          retry-interrupted-jobs: true
          look-ahead: { surety: 0.6, share-of-max: 0.25 }
      """;

  @Test
  void shouldReadEveryFieldOfAPool() {
    // When
    PoolSpec pool = PoolFile.read(FULL).getFirst();

    // Then
    assertThat(pool.name().value()).isEqualTo("linux-docker");
    assertThat(pool.gitlab()).isEqualTo(new RegistrationScope(RegistrationScope.Kind.GROUP, 42L));
    assertThat(pool.match().tags()).containsExactlyInAnyOrder("docker", "linux");
    assertThat(pool.match().runUntagged()).isTrue();
    assertThat(pool.machine().executor()).isEqualTo(Machine.Executor.DOCKER);
    assertThat(pool.machine().instanceProfile()).isEqualTo("runnerfleet-runner");
    assertThat(pool.market()).isEqualTo(new Market(Market.Spot.PREFERRED, true));
    assertThat(pool.capacity().idleTime()).isEqualTo(Duration.ofMinutes(30));
    assertThat(pool.capacity().maxLifetime()).isEqualTo(Duration.ofHours(24));
    assertThat(pool.schedules())
        .containsExactly(
            new Schedule(
                List.of("* * 0-9,18-23 * * mon-fri *", "* * * * * sat,sun *"),
                ZoneId.of("UTC"),
                0,
                Duration.ofMinutes(20),
                null));
    assertThat(pool.budget().perHour()).isEqualTo(Usd.of("5"));
    assertThat(pool.lookAhead()).isEqualTo(new LookAhead(LookAhead.Mode.TUNED, 0.6, 0.25));
  }

  @Test
  void shouldReadBackWhatItWrites() {
    List<PoolSpec> pools = PoolFile.read(FULL);

    assertThat(PoolFile.read(PoolFile.write(pools))).isEqualTo(pools);
  }

  @Test
  void shouldReadTheFileThatTheSandboxComesWith() {
    Path root = Path.of(System.getProperty("maven.multiModuleProjectDirectory", ".."));

    assertThat(PoolsAtStart.read(root.resolve("deploy/sandbox/pools.yaml")))
        .extracting(pool -> pool.name().value())
        .containsExactly("linux-docker", "linux-large");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-runners: 20 | max-runners: many | pools[0].capacity.max-runners | a whole number from 0",
        "max-runners: 20 | max-runner: 20 | pools[0].capacity.max-runner | no such key",
        "max-runners: 20, | '' | pools[0].capacity.max-runners | a whole number from 0",
        "idle-time: 30m | idle-time: 30 minutes | pools[0].capacity.idle-time | a duration such as",
        "idle-time: 30m | idle-time: 30 | pools[0].capacity.idle-time | a duration such as",
        "slots-per-runner: 1 | slots-per-runner: 0 | pools[0].capacity.slots-per-runner | from 1",
        "name: linux-docker | name: Linux_Docker | pools[0].name | lower-case letters",
        "name: linux-docker | nome: linux-docker | pools[0].nome | no such key",
        "region: us-east-1 | region: USA | pools[0].region | an AWS region",
        "scope: group | scope: world | pools[0].gitlab.scope | one of instance, group, project",
        ", id: 42 | '' | pools[0].gitlab.id | the id of the group",
        "executor: docker | executor: podman | pools[0].machine.executor | docker-windows",
        "'[m7i.large, m7a.large]' | [] | pools[0].machine.instance-types | at least an instance type",
        "'[m7i.large, m7a.large]' | m7i.large | pools[0].machine.instance-types | a list of",
        "'[m7i.large, m7a.large]' | [7] | pools[0].machine.instance-types[0] | an instance type",
        "disk-gib: 50 | disk-gib: 0 | pools[0].machine.disk-gib | from 1",
        "spot: preferred | spot: maybe | pools[0].market.spot | only, preferred, never",
        "mon-fri | mon-fry | pools[0].schedules[0].periods[0] | day of week",
        "timezone: UTC | timezone: Mars | pools[0].schedules[0].timezone | a time zone",
        "per-hour: 5.00 | per-hour: -5 | pools[0].budget.per-hour | an amount in US dollars",
        "surety: 0.6 | surety: 6 | pools[0].look-ahead.surety | a number from 0 to 1",
        "'{ surety: 0.6, share-of-max: 0.25 }' | sometimes | pools[0].look-ahead | off, auto",
        "run-untagged: true | run-untagged: perhaps | pools[0].match.run-untagged | true or false",
        "'[docker, linux], run-untagged: true' | '[], run-untagged: false' | pools[0].match.tags | at least one tag",
        "'match: {' | 'match: [' | document | well-formed YAML",
        "'pools:' | 'pool:' | pool | no such key"
      })
  void shouldSayWhatIsWrongAndWhere(String right, String wrong, String field, String expected) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> PoolFile.read(FULL.replace(right, wrong)))
        .satisfies(
            e -> {
              assertThat(e.field()).isEqualTo(field);
              assertThat(e.expected()).contains(expected);
              assertThat(e.getMessage()).contains(field).contains(e.value());
            });
  }

  @Test
  void shouldRefuseTheSameNameTwice() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> PoolFile.read(FULL + FULL.substring(FULL.indexOf('\n') + 1)))
        .satisfies(e -> assertThat(e.field()).isEqualTo("pools[1].name"));
  }

  @Test
  void shouldStopTheStartWithTheFileAndTheField(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("pools.yaml");
    Files.writeString(file, FULL.replace("max-runners: 20", "max-runners: -1"));

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> PoolsAtStart.read(file))
        .withMessage(
            "The pool file %s: pools[0].capacity.max-runners is -1; expected a whole number from 0",
            file);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> PoolsAtStart.read(folder.resolve("none.yaml")))
        .withMessageContaining("none.yaml")
        .withMessageContaining("expected a readable file");
  }

  @ParameterizedTest
  @CsvSource({
    "30m, 30m",
    "24h, 24h",
    "20s, 20s",
    "1h30m, 1h30m",
    "2d, 48h",
    "PT30M, 30m",
    "0s, 0s",
    "90s, 1m30s"
  })
  void shouldReadDurationsAndWriteThemShort(String text, String written) {
    assertThat(Durations.parse(text).map(Durations::format)).contains(written);
  }
}
