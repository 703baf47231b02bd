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
  void shouldRunThePoolsScriptAfterTheBootstrap() {
    String text = text(bytes(Machine.Executor.DOCKER, "echo mine"));

    assertThat(text).startsWith("#!/bin/bash\n").endsWith("echo mine\n");
    assertThat(text).contains("RUNNERFLEET_EXECUTOR='docker'");
    assertThat(text.indexOf("\nmain\n")).isLessThan(text.indexOf("echo mine")).isPositive();
  }

  @Test
  void shouldCompressWhatIsTooLongAndRefuseWhatStillIs() throws IOException {
    // Given
    String repeated = "echo again\n".repeat(3000);
    StringBuilder noise = new StringBuilder("# ");
    new Random(1).ints(40_000, 33, 126).forEach(c -> noise.append((char) c));

    // When
    byte[] packed = bytes(Machine.Executor.SHELL, repeated);

    // Then
    assertThat(packed).hasSizeLessThanOrEqualTo(UserData.MOST_BYTES);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      assertThat(text(in.readAllBytes())).endsWith(repeated + "\n");
    }
    assertThat(userData.of(machine(Machine.Executor.SHELL, noise.toString()))).isEmpty();
    assertThat(userData.of(machine(Machine.Executor.SHELL_WINDOWS, repeated))).isEmpty();
  }

  @Test
  void shouldGiveWindowsPowerShell() {
    String text = text(bytes(Machine.Executor.SHELL_WINDOWS, "Write-Output mine"));

    assertThat(text).startsWith("<powershell>\n").endsWith("\n</powershell>\n");
    assertThat(text).contains("$RunnerfleetExecutor = 'shell-windows'", "Write-Output mine");
  }

  private byte[] bytes(Machine.Executor executor, @Nullable String script) {
    return Base64.getDecoder().decode(userData.of(machine(executor, script)).orElseThrow());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Machine machine(Machine.Executor executor, @Nullable String script) {
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
        script);
  }
}
