package dev.runnerfleet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogGistTest {

  @Test
  void shouldTellTheRootCauseOfAStackTrace() {
    assertThat(
            LogGist.of(
                List.of(
                    "ERROR Failed to start application",
                    "java.lang.RuntimeException: Failed to start quarkus",
                    "at io.quarkus.runner.ApplicationImpl.doStart(Unknown Source)",
                    "Caused by: java.net.ConnectException: Connection refused",
                    "at java.base/sun.nio.ch.Net.pollConnect(Native Method)",
                    "... 12 more")))
        .isEqualTo("java.net.ConnectException: Connection refused");
  }

  @Test
  void shouldTellTheLastLineWhereNothingLooksLikeAnError() {
    assertThat(LogGist.of(List.of("starting", "no space left on device")))
        .isEqualTo("no space left on device");
  }

  @Test
  void shouldLeaveOutWhatWasLoggedBefore(@TempDir Path folder) throws Exception {
    // Given
    Path log = folder.resolve("log");
    Files.writeString(log, "ERROR of yesterday\n");
    long from = Files.size(log);

    // Then
    assertThat(LogGist.of(log, from)).isEqualTo("it printed nothing");
  }
}
