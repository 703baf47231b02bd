package dev.runnerfleet.scaler.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.Usd;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.LookAhead;
import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.pool.Needs;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.contracts.pool.RegistrationScope;
import dev.runnerfleet.contracts.pool.Schedule;
import dev.runnerfleet.scaler.core.FleetLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolFileTest {

  private static final String FULL =
      """
      fleet: { max-runners: 100, budget: { per-day: 500 } }
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
            kms-key: alias/ci
            private-address-only: true
            tags: { team: ci }
            runner-config: |
              [[runners]]
                environment = ["DOCKER_DRIVER=overlay2"]
            script: |
              echo ready
            bootstrap: |
              echo mine
          market: { spot: preferred, on-demand-fallback: true, on-demand-base: 2, max-price: 0.3 }
          priority: 7
          capacity: { slots-per-runner: 1, max-runners: 20, idle: 1, idle-time: 30m, max-jobs-per-runner: 10,
                      max-growth: 10, max-lifetime: 24h, idle-scale-factor: 0.5, idle-max: 8, drift-share: 0.25 }
          schedules:
            - { periods: ["* * 0-9,18-23 * * mon-fri *", "* * * * * sat,sun *"], timezone: UTC, idle: 0, idle-time: 20m }
          budget: { per-hour: 5.00, per-day: 60.00 }
          retry-interrupted-jobs: true
          look-ahead: { surety: 0.6, share-of-max: 0.25 }
      """;

  @Test
  void shouldReadEveryFieldOfAPool() {
    // When
    PoolSpec pool = PoolFile.read(FULL).pools().getFirst();

    // Then
    assertThat(pool.name().value()).isEqualTo("linux-docker");
    assertThat(pool.gitlab()).isEqualTo(new RegistrationScope(RegistrationScope.Kind.GROUP, 42L));
    assertThat(pool.match().tags()).containsExactlyInAnyOrder("docker", "linux");
    assertThat(pool.match().runUntagged()).isTrue();
    assertThat(pool.machine().executor()).isEqualTo(Machine.Executor.DOCKER);
    assertThat(pool.machine().instanceProfile()).isEqualTo("runnerfleet-runner");
    assertThat(pool.market()).isEqualTo(new Market(Market.Spot.PREFERRED, true, 2, Usd.of("0.3")));
    assertThat(pool.priority()).isEqualTo(7);
    assertThat(pool.machine().tags()).containsExactly(Map.entry("team", "ci"));
    assertThat(pool.machine().kmsKey()).isEqualTo("alias/ci");
    assertThat(pool.machine().privateAddressOnly()).isTrue();
    assertThat(pool.machine().runnerConfig()).startsWith("[[runners]]");
    assertThat(pool.machine().script()).isEqualTo("echo ready\n");
    assertThat(pool.machine().bootstrap()).isEqualTo("echo mine\n");
    assertThat(pool.capacity().idleScaleFactor()).isEqualTo(0.5);
    assertThat(pool.capacity().idleMax()).isEqualTo(8);
    assertThat(pool.capacity().driftShare()).isEqualTo(0.25);
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
  void shouldKeepAMachineIdleForFiveMinutesWhereThePoolDoesNotSay() {
    // When
    PoolSpec pool = PoolFile.read(FULL.replace("idle-time: 30m,", "")).pools().getFirst();

    // Then
    assertThat(pool.capacity().idleTime()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void shouldReadBackWhatItWrites() {
    PoolFile pools = PoolFile.read(FULL);

    assertThat(PoolFile.read(pools.write())).isEqualTo(pools);
  }

  @Test
  void shouldReadTheFileThatTheSandboxComesWith() throws Exception {
    Path root = Path.of(System.getProperty("maven.multiModuleProjectDirectory", ".."));

    assertThat(PoolFile.read(Files.readString(root.resolve("deploy/sandbox/pools.yaml"))).pools())
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
        "idle: 1, | idle: 21, | pools[0].capacity.idle | 20 at most, the slots of max-runners 20",
        "idle-max: 8 | idle-max: 0.5 | pools[0].capacity.idle-max | a whole number from 0",
        "'idle: 0, idle-time' | 'idle: 30, idle-time' | pools[0].schedules[0].idle | 20 at most",
        "max-growth: 10 | maxGrowth: 10 | pools[0].capacity.maxGrowth | did you mean max-growth?",
        "drift-share: 0.25 | drift-share: 2 | pools[0].capacity.drift-share | a number from 0 to 1",
        "on-demand-base: 2 | on-demand-base: -1 | pools[0].market.on-demand-base | from 0",
        "priority: 7 | priority: high | pools[0].priority | a whole number",
        "team: ci | 'aws:team: ci' | pools[0].machine.tags | neither aws: nor runnerfleet:",
        "DOCKER_DRIVER=overlay2 | API_TOKEN=abc | pools[0].machine.runner-config.runners.environment | no secrets",
        "'[[runners]]' | '[[runner' | pools[0].machine.runner-config | well-formed TOML",
        "echo ready | echo glpat-0123456789abcdef | pools[0].machine.script | no secrets",
        "echo mine | echo glpat-0123456789abcdef | pools[0].machine.bootstrap | no secrets",
        "max-runners: 100 | max-runners: -1 | fleet.max-runners | a whole number from 0",
        "'pools:' | 'pool:' | pool | did you mean pools?"
      })
  void shouldSayWhatIsWrongAndWhere(String right, String wrong, String field, String expected) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> PoolFile.read(FULL.replace(right, wrong)))
        .satisfies(
            e -> {
              assertThat(e.field()).isEqualTo(field);
              assertThat(e.expected()).contains(expected);
              assertThat(e.getMessage()).contains(field);
              assertThat(e.line()).isPresent();
            });
  }

  @Test
  void shouldSayThatAFieldIsMissingAndOnWhichLineItBelongs() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> PoolFile.read(FULL.replace("max-runners: 20,", "")))
        .withMessage(
            "pools[0].capacity.max-runners is missing (line 27); expected a whole number from 0")
        .satisfies(e -> assertThat(e.value()).isEmpty());
  }

  @Test
  void shouldNameTheLineOfAnUnknownKey() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> PoolFile.read(FULL.replace("disk-gib", "disk-gb")))
        .satisfies(e -> assertThat(e.line()).hasValue(14));
  }

  @Test
  void shouldSayWhereYamlBreaks() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> PoolFile.read(FULL.replace("match: {", "match: [")))
        .withMessageContaining("broken at line 6")
        .withMessageContaining("well-formed YAML");
  }

  @Test
  void shouldReadNeedsInPlaceOfTypes() {
    // Given
    String needs =
        FULL.replace(
            "instance-types: [m7i.large, m7a.large]",
            "needs: { vcpus: { min: 2, max: 8 }, memory-gib: { min: 4 }, architecture: arm64 }");

    // When
    PoolFile file = PoolFile.read(needs);

    // Then
    assertThat(file.pools().getFirst().machine().needs())
        .isEqualTo(new Needs(2, 8, 4, 0, Needs.Architecture.ARM64, false));
    assertThat(PoolFile.read(file.write())).isEqualTo(file);
  }

  @Test
  void shouldReadWhatAllPoolsTogetherMustKeepTo() {
    assertThat(PoolFile.read(FULL).fleet())
        .contains(new FleetLimits(100, new Budget(null, Usd.of("500"))));
  }

  @Test
  void shouldRefuseTheSameNameTwice() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> PoolFile.read(FULL + FULL.substring(FULL.indexOf("  - name"))))
        .satisfies(e -> assertThat(e.field()).isEqualTo("pools[1].name"));
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
