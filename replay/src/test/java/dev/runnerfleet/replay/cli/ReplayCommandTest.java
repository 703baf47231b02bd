package dev.runnerfleet.replay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {

  @TempDir Path folder = Path.of("");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(
        folder.resolve("jobs.csv"), "queued_ms,duration_ms\n0,60000\n10,90000\n400000,30000\n");
    writePools(folder.resolve("pools.yaml"));
    Files.writeString(
        folder.resolve("config.toml"),
        """
        concurrent = 10
        [[runners]]
          executor = "docker+machine"
          [runners.machine]
            IdleTime = 600
            MachineOptions = ["amazonec2-instance-type=m7i.large"]
        """);
  }

  static void writePools(Path file) throws IOException {
    Files.writeString(
        file,
        """
        pools:
          - name: linux
            region: us-east-1
            gitlab: { scope: group, id: 42 }
            match: { run-untagged: true }
            machine:
              executor: docker
              image: ami-0123456789abcdef0
              instance-types: [m7i.large, m6i.large]
              subnets: [subnet-0a]
              security-groups: [sg-0f]
            market: { spot: preferred, on-demand-fallback: true }
            capacity: { max-runners: 10, idle-time: 10m }
        """);
  }

  @Test
  void shouldPutWhatIsComparedSideBySide() throws IOException {
    // When
    int status = run("jobs.csv", "--pools", "pools.yaml", "--against", "config.toml");

    // Then
    assertThat(status).isZero();
    assertThat(text())
        .contains("Runnerfleet  docker+machine  every job warm  one cold each")
        .contains("round trip: 200 ms")
        .contains("wait p95");
  }

  @Test
  void shouldAnswerTheSameToTheByteAsJson() throws IOException {
    // When
    run("jobs.csv", "--pools", "pools.yaml", "--json", "--seed", "9", "--boot", "p50=40s,p95=90s");
    String first = text();
    out.reset();
    run("jobs.csv", "--pools", "pools.yaml", "--json", "--seed", "9", "--boot", "p50=40s,p95=90s");

    // Then
    assertThat(text()).isEqualTo(first);
    JsonNode json = new ObjectMapper().readTree(first);
    assertThat(json.at("/outcomes/0/jobs_ended").asInt()).isEqualTo(3);
    assertThat(json.at("/outcomes/0/wait_max_s").asDouble()).isGreaterThan(20);
  }

  @Test
  void shouldTryEachValueOfASweptKeyAndNameTheBest() throws IOException {
    // When
    run("jobs.csv", "--pools", "pools.yaml", "--json", "--sweep", "idle-time=1m,10m");

    // Then
    JsonNode sweep = new ObjectMapper().readTree(text()).path("sweep");
    assertThat(sweep).hasSize(2);
    assertThat(sweep.at("/0/value").asText()).isEqualTo("1m");
    assertThat(sweep.at("/0/launches").asInt()).isGreaterThan(sweep.at("/1/launches").asInt());
    assertThat(sweep.at("/0/best").asBoolean()).isTrue();
  }

  @Test
  void shouldWriteAPageThatNeedsNothingBesideItself() throws IOException {
    // When
    run(
        "jobs.csv",
        "--pools",
        "pools.yaml",
        "--against",
        "config.toml",
        "--sweep",
        "capacity.idle-time=1m,10m",
        "--report",
        folder.resolve("report").toString());

    // Then
    String page = Files.readString(folder.resolve("report/replay.html"));
    assertThat(page)
        .contains("<svg", "queue and machines over time", "How long jobs waited", "Cost")
        .contains("No other value has both less wait and less cost")
        .doesNotContain("src=", "href=", "http:", "https:", "NaN");
  }

  @Test
  void shouldSayWhatCannotBeTakenAndWhatWasExpected() throws IOException {
    assertThat(run("jobs.csv")).isEqualTo(2);
    assertThat(run("none.csv", "--pools", "pools.yaml")).isEqualTo(2);
    assertThat(run("jobs.csv", "--pools", "pools.yaml", "--boot", "soon")).isEqualTo(2);
    assertThat(run("jobs.csv", "--pools", "pools.yaml", "--sweep", "idle-tim=1m")).isEqualTo(2);
    assertThat(run("jobs.csv", "--pools", "pools.yaml", "--polls")).isEqualTo(2);
    assertThat(run(folder.toString(), "--pools", "pools.yaml")).isEqualTo(2);
    assertThat(run("jobs.csv", "--pools", folder.toString())).isEqualTo(2);
    assertThat(run("jobs.csv", "--pools", "pools.yaml", "--report", "jobs.csv")).isEqualTo(2);
    assertThat(run("jobs.csv", "--pools", "pools.yaml", "--until", "0s")).isEqualTo(2);
    assertThat(run("jobs.csv", "--pools", "pools.yaml", "--until", "99999999999999s")).isEqualTo(2);
    assertThat(run("jobs.csv", "--pools", "pools.yaml", "--boot", "25h")).isEqualTo(2);
    assertThat(run("jobs.csv", "--pools", "pools.yaml", "--throttled", "13")).isEqualTo(2);
    Files.writeString(folder.resolve("broken.toml"), "concurrent = 5\n[[runners]\n");
    assertThat(run("jobs.csv", "--pools", "pools.yaml", "--against", "broken.toml")).isEqualTo(2);
    Files.writeString(folder.resolve("broken.yaml"), "pools:\n  - name: UPPER\n");
    assertThat(run("jobs.csv", "--pools", "broken.yaml")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("expected a folder to write to")
        .contains("expected at least one job, within --until")
        .contains("--against is missing; expected a config.toml, which --throttled is for")
        .contains("--pools is missing; expected a pool file")
        .contains("expected a file that can be read")
        .contains("--boot is \"soon\"; expected a duration")
        .contains("--until is \"99999999999999s\"")
        .contains("at most a day")
        .contains("--sweep capacity.idle-tim=1m: pools[0].capacity.idle-tim is \"1m\"; expected")
        .contains("did you mean idle-time?")
        .contains("argument is \"--polls\"; expected one of")
        .contains("broken.toml: what stands there is a value that is not shown (line 2); expected")
        .contains("broken.yaml: pools[0].");
  }

  @Test
  void shouldTellWhichJobsNoPoolTakes() throws IOException {
    // Given
    Files.writeString(
        folder.resolve("jobs.csv"),
        "queued_ms,duration_ms,tags\n0,60000,\n10,90000,gpu linux\n20,1000,gpu linux\n");

    // When
    run("jobs.csv", "--pools", "pools.yaml");

    // Then
    assertThat(text())
        .contains("Runnerfleet: no pool or runner takes 2 jobs with the tags gpu linux")
        .containsPattern("no pool takes +2");
  }

  @Test
  void shouldSayWhatBefallsTheManagerThatItIsComparedWith() throws IOException {
    // When
    run(
        "jobs.csv",
        "--pools",
        "pools.yaml",
        "--against",
        "config.toml",
        "--round-trip",
        "500ms",
        "--restart-at",
        "1m,5m",
        "--throttled",
        "34");

    // Then
    assertThat(text())
        .contains("round trip: 500 ms, to GitLab and AWS alike")
        .contains("m7i.large on-demand, checks every 3 s")
        .contains("AWS's buckets hold for its calls, 34 DescribeInstances per launch")
        .contains("its manager starts again after 1m, 5m");
  }

  @Test
  void shouldKnowTheTypesAndZonesThatRunnerManagersUsuallyName() throws IOException {
    // Given
    Path config = folder.resolve("config.toml");
    Files.writeString(
        config,
        Files.readString(config)
            .replace(
                "\"amazonec2-instance-type=m7i.large\"",
                "\"amazonec2-instance-type=m5.2xlarge\", \"amazonec2-zone=f\""));

    // When
    int status = run("jobs.csv", "--pools", "pools.yaml", "--against", "config.toml", "--json");

    // Then: at four times what m5.large costs
    assertThat(status).isZero();
    JsonNode outcome = new ObjectMapper().readTree(text()).at("/outcomes/1");
    assertThat(outcome.path("cost_usd").asDouble() / outcome.path("machine_hours").asDouble())
        .isCloseTo(0.384, within(0.001));
  }

  @Test
  void shouldTakeBootsThatTakeNoTime() throws IOException {
    // When
    run("jobs.csv", "--pools", "pools.yaml", "--against", "config.toml", "--json", "--boot", "0s");

    // Then
    JsonNode outcomes = new ObjectMapper().readTree(text()).path("outcomes");
    assertThat(outcomes.at("/0/jobs_ended").asInt()).isEqualTo(3);
    assertThat(outcomes.at("/0/wait_max_s").asDouble()).isLessThan(0.5);
    assertThat(outcomes.at("/1/jobs_ended").asInt()).isEqualTo(3);
  }

  @Test
  void shouldGoByRecordedSpotMarkets() throws IOException {
    // Given: a zone that never has spot capacity for anything
    Path spot = Files.createDirectory(folder.resolve("spot"));
    Files.writeString(
        spot.resolve("availability-us-east-1a-1vcpu.csv"), "at_s,available\n0,0\n9999999,end\n");

    // When
    run("jobs.csv", "--pools", "pools.yaml", "--json", "--spot", spot.toString());

    // Then: the pool's one subnet stands there, so it goes on-demand
    JsonNode outcome = new ObjectMapper().readTree(text()).at("/outcomes/0");
    assertThat(outcome.path("jobs_ended").asInt()).isEqualTo(3);
    assertThat(outcome.path("cost_spot_usd").asDouble()).isZero();
    assertThat(outcome.path("cost_on_demand_usd").asDouble()).isPositive();
  }

  @Test
  void shouldTakeOnlyTheBeginningWhereThatIsAsked() throws IOException {
    run("jobs.csv", "--pools", "pools.yaml", "--json", "--until", "1m");

    assertThat(new ObjectMapper().readTree(text()).at("/outcomes/0/jobs").asInt()).isEqualTo(2);
  }

  private int run(String... words) throws IOException {
    List<String> placed =
        Stream.of(words)
            .map(word -> word.matches("[a-z]+\\.[a-z]+") ? folder.resolve(word).toString() : word)
            .toList();
    return Main.run(
        placed,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
