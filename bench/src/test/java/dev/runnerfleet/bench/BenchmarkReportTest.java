package dev.runnerfleet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarkReportTest {

  @ParameterizedTest
  @CsvSource({"149.9, true", "150.0, true", "150.1, false", "NaN, false"})
  void shouldHoldALimitUpToItsValue(double measured, boolean held) {
    Report report = new Report("first-call", Map.of("p99_ms", measured), Map.of("p99_ms", 150.0));

    assertThat(report.held()).isEqualTo(held);
  }

  @ParameterizedTest
  @CsvSource({"4, false", "5, true", "6, true", "NaN, false"})
  void shouldHoldOnlyWhereEnoughWentWrong(double interrupted, boolean held) {
    Report report =
        new Report(
            "fleet-hour",
            Map.of("jobs_interrupted", interrupted, "machines_left", 0.0),
            Map.of("machines_left", 0.0),
            Map.of("jobs_interrupted", 5.0));

    assertThat(report.held()).isEqualTo(held);
    assertThat(report.toJson()).containsEntry("least", Map.of("jobs_interrupted", 5.0));
  }

  @Test
  void shouldRefuseALimitOnWhatWasNotMeasured() {
    assertThatThrownBy(() -> new Report("first-call", Map.of(), Map.of("p99_ms", 150.0)))
        .hasMessageContaining("p99_ms");
  }

  @Test
  void shouldBeOneLineOfJson() throws Exception {
    Report report = new Report("first-call", Map.of("p99_ms", 12.5), Map.of("p99_ms", 150.0));

    assertThat(new ObjectMapper().writeValueAsString(report.toJson()))
        .isEqualTo(
            "{\"benchmark\":\"first-call\",\"figures\":{\"p99_ms\":12.5},"
                + "\"limits\":{\"p99_ms\":150.0},\"held\":true}");
  }

  @Test
  void shouldTakePercentilesByNearestRank() {
    Samples samples = new Samples();
    for (int millis = 1; millis <= 200; millis++) {
      samples.add(Duration.ofMillis(millis));
    }

    assertThat(samples.percentile(50)).isEqualTo(100);
    assertThat(samples.percentile(99)).isEqualTo(198);
    assertThat(samples.percentile(100)).isEqualTo(200);
  }

  @Test
  void shouldListTheBenchmarksAndRefuseOneThatThereIsNot() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    assertThat(Main.run(List.of(), stream(out), stream(err))).isZero();
    assertThat(Main.run(List.of("nonsense"), stream(out), stream(err))).isEqualTo(2);

    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("first-call");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("no benchmark nonsense");
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
