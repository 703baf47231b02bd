package dev.runnerfleet.provisioner.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.pool.Machine;
import dev.runnerfleet.provisioner.ProvisionerConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserDataTest {

  private final UserData userData =
      new UserData(
          new SmallRyeConfigBuilder()
              .addDefaultInterceptors()
              .withConverter(Duration.class, 200, new DurationConverter())
              .withMapping(ProvisionerConfig.class)
              .build()
              .getConfigMapping(ProvisionerConfig.class));

  @Test
  void shouldRunThePoolsScriptAfterTheBootstrap() throws IOException {
    String text = unpacked(bytes(machine(Machine.Executor.DOCKER, "echo mine", null)));

    assertThat(text).startsWith("#!/bin/bash\n").endsWith("echo mine\n");
    assertThat(text).contains("RUNNERFLEET_EXECUTOR='docker'", "watch_script() {");
    assertThat(text.lastIndexOf("\nmain\n")).isLessThan(text.indexOf("echo mine")).isPositive();
  }

  @Test
  void shouldRunThePoolsBootstrapInsteadOfOurs() {
    String text =
        text(
            bytes(
                machine(
                    Machine.Executor.SHELL, "echo after", "curl \"$RUNNERFLEET_ENROLMENT_URL\"")));

    assertThat(text)
        .isEqualTo(
            """
            #!/bin/bash
            RUNNERFLEET_ENROLMENT_URL='http://localhost:8083/enrolments'
            RUNNERFLEET_EXECUTOR='shell'
            curl "$RUNNERFLEET_ENROLMENT_URL"

            trap - ERR EXIT
            set +euo pipefail
            umask 022
            echo after
            """);
  }

  @Test
  void shouldCompressWhatIsTooLongAndRefuseWhatStillIs() throws IOException {
    // Given
    String repeated = "echo again\n".repeat(3000);
    StringBuilder noise = new StringBuilder("# ");
    new Random(1).ints(40_000, 33, 126).forEach(c -> noise.append((char) c));

    // When
    byte[] packed = bytes(machine(Machine.Executor.SHELL, repeated, null));

    // Then
    assertThat(packed).hasSizeLessThanOrEqualTo(UserData.MOST_BYTES);
    assertThat(unpacked(packed)).endsWith(repeated + "\n");
    assertThat(userData.of(machine(Machine.Executor.SHELL, noise.toString(), null))).isEmpty();
    assertThat(userData.of(machine(Machine.Executor.SHELL_WINDOWS, noise.toString(), null)))
        .isEmpty();
  }

  @Test
  void shouldGiveWindowsPowerShell() {
    String text =
        text(
            bytes(machine(Machine.Executor.SHELL_WINDOWS, "Write-Output mine", "Write-Output my")));

    assertThat(text).startsWith("<powershell>\n").endsWith("\n</powershell>\n");
    assertThat(text)
        .contains(
            "$RunnerfleetExecutor = 'shell-windows'", "Write-Output my\n", "Write-Output mine");
  }

  @Test
  void shouldLetPowerShellUnpackWhatIsTooLong() throws IOException {
    // Given
    String repeated = "Write-Output again\n".repeat(3000);

    // When
    byte[] bytes = bytes(machine(Machine.Executor.SHELL_WINDOWS, repeated, null));

    // Then
    assertThat(bytes).hasSizeLessThanOrEqualTo(UserData.MOST_BYTES);
    Matcher packed = Pattern.compile("FromBase64String\\('([^']+)'\\)").matcher(text(bytes));
    assertThat(packed.find()).isTrue();
    assertThat(text(bytes)).contains("\n$RunnerfleetExecutor = 'shell-windows'\n");
    assertThat(gunzipped(Base64.getDecoder().decode(packed.group(1))))
        .startsWith("$RunnerfleetWatch = @'\n")
        .contains("\n'@\n")
        .endsWith(repeated + "\n");
  }

  private byte[] bytes(Machine machine) {
    return Base64.getDecoder().decode(userData.of(machine).orElseThrow());
  }

  private static String unpacked(byte[] bytes) throws IOException {
    return bytes[0] == '#' ? text(bytes) : gunzipped(bytes);
  }

  private static String gunzipped(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return text(in.readAllBytes());
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Machine machine(
      Machine.Executor executor, @Nullable String script, @Nullable String bootstrap) {
    return new Machine(
        executor,
        "ami-0123456789abcdef0",
        List.of("m7i.large"),
        List.of("subnet-0a"),
        List.of("sg-0f"),
        null,
        50,
        null,
        Map.of(),
        null,
        false,
        null,
        script,
        bootstrap);
  }
}
