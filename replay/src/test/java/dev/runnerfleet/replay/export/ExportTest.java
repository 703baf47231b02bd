package dev.runnerfleet.replay.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runnerfleet.contracts.InvalidValueException;
import dev.runnerfleet.replay.trace.Trace;
import dev.runnerfleet.replay.trace.TraceFile;
import dev.runnerfleet.testkit.SandboxProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the sandbox's GitLab, over the wire. */
class ExportTest {

  private static final String TOKEN = "glpat-sandbox";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SandboxProcess SANDBOX = new SandboxProcess();
  private static final int JOBS = 130;
  private static String gitLab = "";
  private static HttpClient client = HttpClient.newHttpClient();

  @TempDir Path folder = Path.of("");

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeAll
  static void runJobs() throws Exception {
    Map<String, String> started = SANDBOX.start();
    gitLab = String.valueOf(started.get("runnerfleet.gitlab.url"));
    String sandbox = String.valueOf(started.get("runnerfleet.sandbox.url"));
    post(
        URI.create(sandbox + "/control/jobs"),
        "{\"project\":\"demo/app\",\"tags\":[\"docker\"],\"count\":%d,\"duration\":\"PT10S\"}"
            .formatted(JOBS));
    JsonNode runner =
        post(
            api("user/runners"),
            "{\"runner_type\":\"instance_type\",\"tag_list\":\"docker\",\"run_untagged\":true}");
    for (int i = 0; i < JOBS - 1; i++) {
      runNextJob(runner.path("token").asText());
    }
  }

  @AfterAll
  static void stop() {
    SANDBOX.stop();
    client.close();
  }

  @Test
  void shouldWriteEveryEndedJobAsATraceThatReplayReads() throws Exception {
    // Given
    Path file = folder.resolve("jobs.jsonl");

    // When
    long written = export(List.of("demo/app"), List.of(), false, file).write();

    // Then: more than a page of them; the one that still waits is none
    Trace trace = TraceFile.read(file);
    assertThat(written).isEqualTo(JOBS - 1);
    assertThat(trace.jobs())
        .hasSize(JOBS - 1)
        .allSatisfy(job -> assertThat(job.tags()).containsExactly("docker"));
    assertThat(Files.readString(file)).doesNotContain("\"name\"", "\"user\"");
    assertThat(folder.resolve("jobs.jsonl.bookmark")).doesNotExist();
  }

  @Test
  void shouldFindAGroupsProjectsAndTellNamesWhereThatIsAsked() throws Exception {
    // Given
    Path file = folder.resolve("jobs.jsonl");

    // When
    export(List.of(), List.of("demo"), true, file).write();

    // Then
    assertThat(Files.readAllLines(file)).hasSize(JOBS - 1).allMatch(line -> line.contains("name"));
  }

  @Test
  void shouldGoOnWhereItStopped() throws Exception {
    // Given: an export that stopped after its first page, in the middle of writing a line of the
    // second
    Path whole = folder.resolve("whole.jsonl");
    export(List.of("demo/app"), List.of(), false, whole).write();
    Path file = folder.resolve("jobs.jsonl");
    List<String> lines = Files.readAllLines(whole);
    Files.write(file, lines.subList(0, 100));
    long good = Files.size(file);
    Files.writeString(file, "{\"project\":", StandardOpenOption.APPEND);
    GitLabApi.Page first =
        gitLab()
            .get(
                api(
                    "projects/%d/jobs?scope%%5B%%5D=success&pagination=keyset&order_by=id&sort=desc&per_page=100"
                        .formatted(JSON.readTree(lines.getFirst()).path("project").asLong())));
    Export export = export(List.of("demo/app"), List.of(), false, file);
    new Bookmark(
            export.asked(),
            List.of(),
            first.next().map(uri -> new Bookmark.Page(jsonProject(lines.getFirst()), uri)),
            good)
        .write(file);

    // When
    export.write();

    // Then
    assertThat(Files.readAllLines(file)).isEqualTo(lines);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Going on");
  }

  @Test
  void shouldLeaveAFileAloneThatItDidNotBegin() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("jobs.jsonl"), "mine");

    // Then
    assertThatThrownBy(() -> export(List.of("demo/app"), List.of(), false, file).write())
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("a file that is not there");
    assertThat(file).hasContent("mine");
  }

  @Test
  void shouldWriteNothingOlderThanAsked() throws Exception {
    // Given
    Path file = folder.resolve("jobs.jsonl");
    Export.Wish later =
        new Export.Wish(
            List.of("demo/app"), List.of(), Instant.now().plusSeconds(3600), false, file);

    // When
    long written = new Export(gitLab(), later, new PrintStream(err)).write();

    // Then
    assertThat(written).isZero();
  }

  @Test
  void shouldSayWhatATokenLacks() {
    GitLabApi stranger = new GitLabApi(client, gitLab, "glpat-nobody", ExportTest::noPause);

    assertThatThrownBy(() -> stranger.get(api("projects/1/jobs")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("401")
        .hasMessageContaining("read_api")
        .hasMessageNotContaining("glpat-nobody");
  }

  private Export export(List<String> projects, List<String> groups, boolean names, Path file) {
    return new Export(gitLab(), wish(projects, groups, names, file), new PrintStream(err));
  }

  private static Export.Wish wish(
      List<String> projects, List<String> groups, boolean names, Path file) {
    return new Export.Wish(projects, groups, Instant.parse("2020-01-01T00:00:00Z"), names, file);
  }

  private static GitLabApi gitLab() {
    return new GitLabApi(client, gitLab, TOKEN, ExportTest::noPause);
  }

  private static void noPause(Duration time) {}

  private static long jsonProject(String line) {
    try {
      return JSON.readTree(line).path("project").asLong();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void runNextJob(String runner) throws IOException, InterruptedException {
    JsonNode job =
        post(api("jobs/request"), "{\"token\":\"%s\",\"system_id\":\"s_test\"}".formatted(runner));
    send(
        HttpRequest.newBuilder(api("jobs/" + job.path("id").asLong()))
            .header("Content-Type", "application/json")
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    "{\"token\":\"%s\",\"state\":\"success\"}"
                        .formatted(job.path("token").asText()))));
  }

  private static URI api(String path) {
    return URI.create(gitLab + "/api/v4/" + path);
  }

  private static JsonNode post(URI uri, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .header("PRIVATE-TOKEN", TOKEN)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    return JSON.readTree(answer.body());
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return answer;
  }
}
