package dev.runnerfleet.sandbox.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runnerfleet.sandbox.machine.wire.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class BootScriptTest {

  private static final String LINUX = "#!/bin/bash\nRUNNERFLEET_ENROLMENT_URL='http://a/e'\n";

  @Test
  void shouldFindWhereToEnrolHoweverTheUserDataIsWritten() throws IOException {
    assertThat(script(LINUX).enrolmentUrl()).isEqualTo("http://a/e");
    assertThat(BootScript.of(packed(LINUX)).enrolmentUrl()).isEqualTo("http://a/e");
    assertThat(script("<powershell>\n$RunnerfleetEnrolmentUrl = 'http://b/e'\n").enrolmentUrl())
        .isEqualTo("http://b/e");
  }

  @Test
  void shouldRefuseUserDataThatDoesNotSay() {
    assertThatThrownBy(() -> script("").enrolmentUrl()).isInstanceOf(RefusedException.class);
  }

  private static BootScript script(String text) {
    return BootScript.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] packed(String text) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }
}
