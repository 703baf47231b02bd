package dev.runnerfleet.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RunFolderTest {

  private final Path folder;

  RunFolderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void shouldSayThatALauncherLivesAsLongAsItDoesAndNoLonger() throws Exception {
    // Given a launcher of its own process, whose memory has been cleared since it took the lock
    Process launcher =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LauncherThatOnlyLives.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(launcher.inputReader().readLine()).isEqualTo("locked");

    // When
    boolean whileItLives = new RunFolder(folder).isRunning();
    boolean secondLock = new RunFolder(folder).lock();
    launcher.destroyForcibly().waitFor();

    // Then
    assertThat(whileItLives).isTrue();
    assertThat(secondLock).isFalse();
    assertThat(new RunFolder(folder).isRunning()).isFalse();
  }

  @Test
  void shouldSayThatNothingRunsWhereNothingEverDid() {
    assertThat(new RunFolder(folder).isRunning()).isFalse();
  }

  /** Takes the lock and waits to be killed. */
  static final class LauncherThatOnlyLives {

    private LauncherThatOnlyLives() {}

    public static void main(String[] arguments) throws IOException {
      RunFolder folder = new RunFolder(Path.of(arguments[0]));
      boolean locked = folder.lock();
      System.gc();
      System.out.println(locked && folder.isRunning() ? "locked" : "not locked");
      int input = System.in.read();
      throw new IllegalStateException("Nobody was to write " + input);
    }
  }
}
