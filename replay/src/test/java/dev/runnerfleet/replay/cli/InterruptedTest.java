package dev.runnerfleet.replay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, by the signal that a terminal sends to real processes. */
class InterruptedTest {

  private static final int JOBS = 400_000;
  private static final int STOPPED_BY_SIGNAL = 130;

  @TempDir Path folder = Path.of("");

  @Test
  void shouldTellWhatThereIsWhenALongReplayIsStopped() throws Exception {
    // Given: one that has told once how far it is
    Path trace = folder.resolve("jobs.csv");
    List<String> lines = new ArrayList<>(List.of("queued_ms,duration_ms"));
    IntStream.range(0, JOBS).forEach(i -> lines.add(i * 2000 + ",300000"));
    Files.write(trace, lines);
    ReplayCommandTest.writePools(folder.resolve("pools.yaml"));
    Process replay =
        start(
            "dev.runnerfleet.replay.cli.Main",
            Map.of(),
            trace.toString(),
            "--pools",
            folder.resolve("pools.yaml").toString(),
            "--sweep",
            "idle-time=5m,10m",
            "--report",
            folder.resolve("report").toString(),
            "--json");
    BufferedReader err =
        new BufferedReader(new InputStreamReader(replay.getErrorStream(), StandardCharsets.UTF_8));
    assertThat(err.readLine()).contains("Runnerfleet", "of 400,000 jobs");

    // When
    interrupt(replay);

    // Then: it says that it is not all
    JsonNode answer = new ObjectMapper().readTree(Files.readString(folder.resolve("out")));
    assertThat(answer.path("stopped").asBoolean()).isTrue();
    assertThat(answer.path("trace_jobs").asInt()).isEqualTo(JOBS);
    assertThat(answer.at("/outcomes/0/jobs_ended").asInt()).isBetween(1, JOBS - 1);
    assertThat(answer.at("/outcomes/0/cost_usd").asDouble()).isPositive();
    assertThat(Files.readString(folder.resolve("report/replay.html")))
        .contains("Stopped before its end", "0 of 2 values of capacity.idle-time");
  }

  @Test
  void shouldGoOnWithAnExportWhereItWasStopped() throws Exception {
    // Given: a GitLab with two pages, that is slow with the second
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger firstPages = new AtomicInteger();
    HttpServer gitLab = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    gitLab.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    String url = "http://localhost:" + gitLab.getAddress().getPort();
    gitLab.createContext("/api/v4/projects/7", call -> send(call, "{\"id\":7}", ""));
    gitLab.createContext(
        "/api/v4/projects/7/jobs",
        call -> {
          if (call.getRequestURI().getQuery().contains("page=second")) {
            asked.countDown();
            await(answer);
            send(call, "[" + job(1) + "]", "");
          } else {
            firstPages.incrementAndGet();
            String next = "<" + url + "/api/v4/projects/7/jobs?page=second>; rel=\"next\"";
            send(call, "[" + job(3) + "," + job(2) + "]", next);
          }
        });
    gitLab.start();
    Path file = folder.resolve("jobs.jsonl");
    Map<String, String> environment =
        Map.of("RUNNERFLEET_GITLAB_URL", url, "RUNNERFLEET_GITLAB_TOKEN", "glpat-test");
    String[] words = {"--since", "2026-03-01", "--project", "7", "--out", file.toString()};
    String main = "dev.runnerfleet.replay.export.Main";
    Process export = start(main, environment, words);
    assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();

    // When
    interrupt(export);

    // Then: the same call asks only for what is missing
    assertThat(Files.readString(folder.resolve("err"))).contains(STOPPED);
    assertThat(Files.readAllLines(file)).hasSize(2);
    answer.countDown();
    Process again = start(main, environment, words);
    assertThat(again.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(again.exitValue()).isZero();
    assertThat(Files.readAllLines(file)).hasSize(3).doesNotHaveDuplicates();
    assertThat(firstPages).hasValue(1);
    gitLab.stop(0);
  }

  private static final String STOPPED =
      "Stopped. What was written so far is kept; the same call goes on from there.";

  private static String job(int second) {
    String time = "2026-03-01T10:00:0%d.000Z".formatted(second);
    return "{\"created_at\":\"%s\",\"started_at\":\"%s\",\"finished_at\":\"%s\",\"queued_duration\":0.1}"
        .formatted(time, time, time);
  }

  private static void send(HttpExchange call, String body, String next) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (!next.isEmpty()) {
      call.getResponseHeaders().add("Link", next);
    }
    call.sendResponseHeaders(200, bytes.length);
    try (call) {
      call.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Nobody let the second page go");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The error stream of a replay is read as it comes, that of an export once it has ended. */
  private Process start(String main, Map<String, String> environment, String... words)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx900m", "-cp"));
    command.add(System.getProperty("surefire.test.class.path", classPath()));
    command.add(main);
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(folder.resolve("out").toFile());
    builder.environment().putAll(environment);
    if (!environment.isEmpty()) {
      builder.redirectError(folder.resolve("err").toFile());
    }
    return builder.start();
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  // Where whoever runs the tests has the interrupt ignored, as shells do for what they put in the
  // background, a JVM ignores it too; then the other signal of the same meaning.
  private static void interrupt(Process process) throws Exception {
    Path status = Path.of("/proc/%d/status".formatted(process.pid()));
    boolean ignored =
        Files.exists(status)
            && Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(8).strip(), 16) & 2) != 0);
    new ProcessBuilder("kill", ignored ? "-TERM" : "-INT", Long.toString(process.pid()))
        .start()
        .waitFor(10, TimeUnit.SECONDS);
    boolean ended = process.waitFor(30, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended).as("the process ended by itself").isTrue();
    assertThat(process.exitValue()).isEqualTo(ignored ? 143 : STOPPED_BY_SIGNAL);
  }
}
