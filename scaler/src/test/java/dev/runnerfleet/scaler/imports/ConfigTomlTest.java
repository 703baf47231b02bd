package dev.runnerfleet.scaler.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.contracts.pool.Budget;
import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.contracts.pool.Market;
import dev.runnerfleet.contracts.pool.PoolSpec;
import dev.runnerfleet.scaler.core.FleetLimits;
import dev.runnerfleet.scaler.documents.JsonBody;
import dev.runnerfleet.scaler.documents.PoolFile;
import dev.runnerfleet.scaler.imports.entry.Warning;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTomlTest {

  @Test
  void shouldMakeAPoolOfADockerMachineManager() throws IOException {
    // When
    Import imported = Toml.read(Toml.ours("day-and-night"));

    // Then
    PoolSpec pool = imported.pools().getFirst().pool().orElseThrow();
    Machine machine = pool.machine();
    assertThat(imported.fleet()).contains(new FleetLimits(10, Budget.NONE));
    assertThat(pool.name().value()).isEqualTo("day-night");
    assertThat(pool.capacity().maxRunners()).isEqualTo(20);
    assertThat(pool.capacity().maxJobsPerRunner()).isEqualTo(100);
    assertThat(pool.capacity().maxGrowth()).isEqualTo(5);
    assertThat(pool.capacity().maxLifetime()).isEqualTo(Duration.ZERO);
    assertThat(pool.market()).isEqualTo(new Market(Market.Spot.ONLY, false));
    assertThat(machine.instanceTypes()).containsExactly("m5.2xlarge");
    assertThat(machine.instanceProfile()).isEqualTo("ci-runner");
    assertThat(machine.diskGib()).isEqualTo(50);
    assertThat(machine.kmsKey()).isEqualTo("alias/ci");
    assertThat(machine.privateAddressOnly()).isTrue();
    assertThat(machine.tags()).containsExactlyEntriesOf(Map.of("team", "ci"));
    assertThat(machine.image()).endsWith("al2023-ami-kernel-default-x86_64");
  }

  @Test
  void shouldHandOnHowJobsRunWithoutSecrets() throws IOException {
    // When
    String template = Toml.pool(Toml.ours("day-and-night")).machine().runnerConfig();

    // Then
    assertThat(json(String.valueOf(template)))
        .isEqualTo(
            json(
                """
                [[runners]]
                  environment = ["DOCKER_DRIVER=overlay2"]
                  [runners.docker]
                    image = "alpine"
                    privileged = true
                    volumes = ["/cache"]
                  [runners.cache]
                    Type = "s3"
                    Shared = true
                    [runners.cache.s3]
                      ServerAddress = "s3.amazonaws.com"
                      BucketName = "some-bucket"
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2  | concurrent | counts machines",
        "3  | check_interval | ignored",
        "4  | log_level | ignored",
        "8  | runners[0].url | RUNNERFLEET_GITLAB_URL",
        "9  | runners[0].token | a secret",
        "12 | runners[0].request_concurrency | ignored",
        "13 | runners[0].environment | looks like a secret",
        "23 | runners[0].cache.s3.AccessKey | looks like a secret",
        "24 | runners[0].cache.s3.SecretKey | looks like a secret",
        "31 | runners[0].machine.OffPeakPeriods | ignored OffPeak since 14.0; it is honoured here",
        "32 | runners[0].machine.OffPeakTimezone | honoured here",
        "33 | runners[0].machine.OffPeakIdleCount | honoured here",
        "34 | runners[0].machine.OffPeakIdleTime | honoured here",
        "36 | runners[0].machine.MachineName | ignored",
        "37 | runners[0].machine.MachineOptions | no amazonec2-ami",
        "38 | runners[0].machine.MachineOptions.amazonec2-access-key | a secret",
        "39 | runners[0].machine.MachineOptions.amazonec2-secret-key | a secret",
        "40 | runners[0].machine.MachineOptions.amazonec2-session-token | a secret",
        "42 | runners[0].machine.MachineOptions.amazonec2-zone | its subnet",
        "43 | runners[0].machine.MachineOptions.amazonec2-vpc-id | its subnets",
        "44 | runners[0].machine.MachineOptions.amazonec2-subnet-id | one zone",
        "45 | runners[0].machine.MachineOptions.amazonec2-use-private-address | ignored",
        "47 | runners[0].machine.MachineOptions.amazonec2-tags | has no value",
        "48 | runners[0].machine.MachineOptions.amazonec2-security-group | ci-runners, where its"
            + " id",
        "51 | runners[0].machine.MachineOptions.amazonec2-volume-type | gp3",
        "55 | runners[0].machine.MachineOptions.amazonec2-spot-price | raises interruptions",
        "56 | runners[0].machine.MachineOptions.amazonec2-block-duration-minutes | obsolete",
        "57 | runners[0].machine.MachineOptions.amazonec2-userdata | machine.script",
        "58 | runners[0].machine.MachineOptions.amazonec2-metadata-token | IMDSv2",
        "59 | runners[0].machine.MachineOptions.engine-registry-mirror | Docker daemon",
        "60 | runners[0].machine.MachineOptions.amazonec2-invented | not an option",
      })
  void shouldWarnOfWhatIsNotAsItWas(int line, String key, String reason) throws IOException {
    assertThat(Toml.read(Toml.ours("day-and-night")).warnings())
        .anySatisfy(
            warning -> {
              assertThat(warning.line()).isEqualTo(line);
              assertThat(warning.key()).isEqualTo(key);
              assertThat(warning.reason()).contains(reason);
            })
        .hasSize(31);
  }

  @ParameterizedTest
  @ValueSource(strings = {"day-and-night", "sections", "policies"})
  void shouldNeverRepeatASecret(String file) throws IOException {
    assertThat(Toml.read(Toml.ours(file)).toString()).doesNotContain("invented-secret");
  }

  @Test
  void shouldRefuseWhatMakesNoMachinesAndTakeTheRest() throws IOException {
    // When
    Import imported = Toml.read(Toml.ours("sections"));

    // Then
    assertThat(imported.pools()).extracting(ImportedPool::name).containsExactly("large");
    assertThat(imported.refused())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.line()).isEqualTo(33);
              assertThat(refusal.name()).isEqualTo("by hand");
              assertThat(refusal.reason()).contains("stays where it is");
            });
    assertThat(imported.pools().getFirst().pool().orElseThrow().schedules()).hasSize(2);
    assertThat(imported.pools().getFirst().pool().orElseThrow().machine().image())
        .endsWith("arm64");
    assertThat(imported.warnings())
        .contains(
            new Warning(
                25,
                "runners[0].machine.autoscaling[1].IdleTime",
                "a section replaces all four values: without it, IdleTime is 0"));
  }

  @Test
  void shouldMakeAPoolOfTaskscalersPolicies() throws IOException {
    // When: the file tells everything itself
    Import imported =
        ConfigToml.read(Toml.ours("policies"), Settings.NONE, ZoneId.of("America/New_York"));

    // Then
    PoolSpec pool = imported.pools().getFirst().pool().orElseThrow();
    assertThat(pool.capacity().slotsPerRunner()).isEqualTo(4);
    assertThat(pool.capacity().maxRunners()).isEqualTo(10);
    assertThat(pool.capacity().maxJobsPerRunner()).isEqualTo(50);
    assertThat(pool.region()).isEqualTo("eu-west-1");
    assertThat(imported.fleet()).contains(new FleetLimits(10, Budget.NONE));
    assertThat(imported.warnings())
        .extracting(Warning::line, Warning::key)
        .contains(
            tuple(15, "runners[0].autoscaler.update_interval"),
            tuple(17, "runners[0].autoscaler.plugin_config.name"),
            tuple(19, "runners[0].autoscaler.connector_config"),
            tuple(22, "runners[0].autoscaler.scale_throttle"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "region=us-east-1",
        "vpc-id=vpc-0a",
        "subnet-id=subnet-0a",
        "zone=a",
        "security-group=sg-0a",
        "security-group-readonly",
        "instance-type=t3.large",
        "ami=ami-0a",
        "device-name=/dev/sda1",
        "root-size=20",
        "volume-type=gp2",
        "volume-kms-key=alias/ci",
        "use-ebs-optimized-instance",
        "monitoring",
        "iam-instance-profile=ci",
        "tags=team,ci",
        "userdata=/root/userdata.sh",
        "request-spot-instance",
        "spot-price=0.3",
        "block-duration-minutes=60",
        "private-address-only",
        "use-private-address",
        "access-key=AKIAINVENTED",
        "secret-key=invented-secret",
        "session-token=invented-secret",
        "ssh-user=ubuntu",
        "ssh-keypath=/root/key",
        "keypair-name=ci",
        "ssh-port=22",
        "open-port=2376",
        "retries=5",
        "endpoint=https://ec2.example.com",
        "insecure-transport",
        "metadata-token=required",
        "metadata-token-response-hop-limit=2"
      })
  void shouldKnowEveryOptionOfDockerMachinesDriver(String option) {
    Import imported = Toml.read(with("amazonec2-" + option));

    assertThat(imported.refused()).isEmpty();
    assertThat(imported.warnings())
        .extracting(Warning::reason)
        .noneMatch(reason -> reason.contains("not an option that this import knows"));
    assertThat(imported.toString()).doesNotContain("invented-secret").doesNotContain("AKIA");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "opt",
        "env",
        "registry-mirror",
        "insecure-registry",
        "storage-driver",
        "install-url"
      })
  void shouldSayWhereSettingsOfTheDockerDaemonBelong(String option) {
    assertThat(Toml.read(with("engine-" + option + "=x")).warnings())
        .filteredOn(warning -> warning.key().endsWith("engine-" + option))
        .singleElement()
        .satisfies(warning -> assertThat(warning.reason()).contains("daemon.json"));
  }

  private static String with(String option) {
    return """
    concurrent = 1
    [[runners]]
      executor = "docker+machine"
      [runners.machine]
        MachineDriver = "amazonec2"
        MachineOptions = ["%s"]
    """
        .formatted(option);
  }

  @Test
  void shouldAskForWhatTheFileDoesNotTell() throws IOException {
    Import imported = ConfigToml.read(Toml.ours("day-and-night"), Settings.NONE, ZoneId.of("UTC"));

    assertThat(imported.pools().getFirst().pool()).isEmpty();
    assertThat(imported.pools().getFirst().missing())
        .extracting(Missing::key)
        .containsExactly("gitlab.scope", "match.tags", "machine.security-groups");
  }

  @ParameterizedTest
  @ValueSource(strings = {"day-and-night", "sections", "policies"})
  void shouldWriteWhatThePoolFileReads(String file) throws IOException {
    // Given
    Import imported = Toml.read(Toml.ours(file));

    // When
    String yaml =
        PoolFile.write(
            Optional.empty(), imported.pools().stream().map(ImportedPool::document).toList());

    // Then
    assertThat(PoolFile.read(yaml).pools())
        .isEqualTo(imported.pools().stream().map(pool -> pool.pool().orElseThrow()).toList());
  }

  @Test
  void shouldSayWhereTomlBreaksAndNotWhatStandsThere() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> Toml.read("concurrent = 1\n[[runners]]\n  token = glrt-invented-secret"))
        .withMessageContaining("broken at line 3, column ")
        .satisfies(
            e -> {
              assertThat(e.line()).hasValue(3);
              assertThat(e.getMessage()).doesNotContain("secret");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IdleScaleFactor = 0.5 | IdleScaleFactor = 1 | 12 | floating-point",
        "MachineDriver = \"amazonec2\" | MachineDriver = \"google\" | 15 | EC2 alone",
        "\"* * 8-18 * * mon-fri *\" | \"* * 8-18 * * mon-fry *\" | 19 | day of week",
        "Timezone = \"UTC\" | Timezone = \"Mars\" | 20 | time zone",
      })
  void shouldRefuseAnEntryThatGitLabRunnerWouldNotTakeEither(
      String right, String wrong, int line, String reason) throws IOException {
    assertThat(Toml.read(Toml.ours("sections").replace(right, wrong)).refused().getFirst())
        .satisfies(
            refusal -> {
              assertThat(refusal.line()).isEqualTo(line);
              assertThat(refusal.reason()).contains(reason);
            });
  }

  @Test
  void shouldLetSettingsComeBeforeTheFile() throws IOException {
    Settings settings =
        Settings.parse(
            List.of(
                "gitlab.scope=instance",
                "match.run-untagged=true",
                "market.max-price=0.3",
                "machine.subnets=[subnet-0c]",
                "machine.security-groups=[sg-0c]"));

    PoolSpec pool =
        ConfigToml.read(Toml.ours("day-and-night"), settings, ZoneId.of("UTC"))
            .pools()
            .getFirst()
            .pool()
            .orElseThrow();

    assertThat(pool.machine().subnets()).containsExactly("subnet-0c");
    assertThat(String.valueOf(pool.market().maxPrice())).isEqualTo("0.300000");
  }

  private static JsonNode json(String toml) throws IOException {
    return JsonBody.parse(org.tomlj.Toml.parse(toml).toJson());
  }
}
