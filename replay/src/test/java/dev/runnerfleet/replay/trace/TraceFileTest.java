package dev.runnerfleet.replay.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceFileTest {

  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  @Test
  void shouldReadColumnsInWhateverOrderTheyStand() throws IOException {
    // When
    Trace trace = read("tags,duration_ms,project,queued_ms\ndocker linux,1500,a,2000\n,1,b,0\n");

    // Then
    assertThat(trace.jobs())
        .containsExactly(
            new TracedJob(START, Duration.ofMillis(1), Set.of(), "b"),
            new TracedJob(
                START.plusSeconds(2), Duration.ofMillis(1500), Set.of("docker", "linux"), "a"));
  }

  @Test
  void shouldReadWhatExportWrites() throws IOException {
    // When
    Trace trace =
        read(
            """
            {"project":7,"created":"2026-03-01T10:00:00Z","queued":"2026-03-01T10:00:05Z",\
            "started":"2026-03-01T10:01:00Z","finished":"2026-03-01T10:03:00.5Z","tags":["a"]}
            """);

    // Then
    assertThat(trace.jobs())
        .containsExactly(
            new TracedJob(
                Instant.parse("2026-03-01T10:00:05Z"),
                Duration.ofMillis(120_500),
                Set.of("a"),
                "7"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "queued_ms,duration_ms;1,x | line 2, column duration_ms: 'x'; expected a whole number",
        "queued_ms,duration_ms;1,2;-1,2 | line 3, column queued_ms: '-1'; expected a whole number",
        "queued_ms,duration_ms;1 | line 2, column 1: '1'; expected 2 columns",
        "queued_ms,length | line 1, column 2: 'length'; expected the columns queued_ms",
        "queued_ms | line 1, column 1: 'queued_ms'; expected the columns queued_ms",
        "{\"queued\":\"now\"} | line 1, column queued: 'now'; expected a time",
        "queued_ms,duration_ms,tags;1,2,\"a b\" | line 2, column 3: '1,2,\"a b\"'; expected values without quotes",
        "queued_ms,duration_ms;1,2;\uFFFD,2 | line 3, column 1: 'bytes that are no text'; expected UTF-8",
        "{} {} | line 1, column 4: '{} {}'; expected a JSON object",
        "{\"queued\" | line 1, column 10: '{\"queued\"'; expected a JSON object",
      })
  void shouldNameFileLineAndColumnOfWhatIsWrong(String lines, String said) {
    assertThatThrownBy(() -> read(lines.strip().replace(';', '\n')))
        .isInstanceOf(WrongTraceException.class)
        .hasMessageContaining("jobs.csv, " + said.strip());
  }

  @Test
  void shouldRefuseJobsThatEndBeforeTheyStart() {
    String line =
        "{\"queued\":\"2026-03-01T10:00:00Z\",\"started\":\"2026-03-01T10:01:00Z\","
            + "\"finished\":\"2026-03-01T10:00:59Z\"}";

    assertThatThrownBy(() -> read(line))
        .hasMessageContaining("column finished")
        .hasMessageContaining("no time before started");
  }

  @Test
  void shouldRefuseTimesThatNoReplayWouldComeToTheEndOf() {
    String line =
        "{\"queued\":\"2026-03-01T10:00:00Z\",\"started\":\"2026-03-01T10:01:00Z\","
            + "\"finished\":\"%s\"}";

    assertThatThrownBy(() -> read(line.formatted("2036-05-01T10:00:00Z")))
        .hasMessageContaining("no time more than ten years after started");
    assertThatThrownBy(() -> read(line.formatted("+999999999-01-01T00:00:00Z")))
        .hasMessageContaining("expected a time");
  }

  @Test
  void shouldPassOverAByteOrderMark() throws IOException {
    String line =
        "\uFEFF{\"queued\":\"2026-03-01T10:00:00Z\",\"started\":\"2026-03-01T10:01:00Z\","
            + "\"finished\":\"2026-03-01T10:02:00Z\"}";

    assertThat(read(line).jobs()).hasSize(1);
    assertThat(read("\uFEFFqueued_ms,duration_ms\n1,2").jobs()).hasSize(1);
  }

  private static Trace read(String text) throws IOException {
    return TraceFile.read("jobs.csv", new BufferedReader(new StringReader(text)));
  }
}
