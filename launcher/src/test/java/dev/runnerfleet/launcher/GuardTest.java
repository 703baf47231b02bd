package dev.runnerfleet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class GuardTest {

  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", System.getenv("PATH"));

  private final Path folder;

  GuardTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void shouldStopTheProcessWhenTheOneThatHoldsTheGuardIsKilled() throws Exception {
    // Given a launcher of its own process, with a guarded child
    Process launcher =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LauncherOfOneSleep.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ProcessHandle child = ProcessHandle.of(firstNumberOf(launcher)).orElseThrow();

    // When
    launcher.destroyForcibly().waitFor();

    // Then
    child.onExit().get(10, TimeUnit.SECONDS);
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void shouldStopTheProcessAndWaitForItWhenAsked() throws Exception {
    // Given
    PartProcess process = start("sleep", "600");
    ProcessHandle child = ProcessHandle.of(process.pid()).orElseThrow();

    // When
    process.stop();

    // Then
    assertThat(child.isAlive()).isFalse();
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void shouldTellHowTheProcessEndedAndKeepWhatItPrinted() throws Exception {
    // When
    int status = start("sh", "-c", "echo no such luck; exit 3").awaitExit();

    // Then
    assertThat(status).isEqualTo(3);
    assertThat(folder.resolve("log")).hasContent("no such luck");
  }

  @Test
  void shouldStopTheDaemonThatAKilledProcessLeftBehind() throws Exception {
    // Given a process that starts a daemon and writes its id, as PostgreSQL's does
    PartProcess process =
        start("sh", "-c", "sleep 600 & echo $! > daemon.draft; mv daemon.draft daemon.pid; wait");
    ProcessHandle daemon =
        ProcessHandle.of(awaitNumberIn(folder.resolve("daemon.pid"))).orElseThrow();

    // When
    process.kill();

    // Then
    daemon.onExit().get(10, TimeUnit.SECONDS);
    assertThat(daemon.isAlive()).isFalse();
  }

  private PartProcess start(String... command) throws Exception {
    List<String> inFolder = List.of("sh", "-c", "cd '" + folder + "'; exec \"$@\"", "sh");
    List<String> whole = new ArrayList<>(inFolder);
    whole.addAll(List.of(command));
    return PartProcess.start(
        whole, ENVIRONMENT, folder.resolve("log"), folder.resolve("daemon.pid"));
  }

  private static long firstNumberOf(Process process) throws Exception {
    return Long.parseLong(
        new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
            .readLine());
  }

  private static long awaitNumberIn(Path file) throws Exception {
    while (!Files.exists(file)) {
      Thread.onSpinWait();
    }
    return Long.parseLong(Files.readString(file).strip());
  }

  /** Stands for the launcher: prints its child's id and lives on. */
  static final class LauncherOfOneSleep {

    private LauncherOfOneSleep() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      PartProcess process =
          PartProcess.start(
              List.of("sleep", "600"), ENVIRONMENT, folder.resolve("log"), folder.resolve("none"));
      System.out.println(process.pid());
      process.awaitExit();
    }
  }
}
