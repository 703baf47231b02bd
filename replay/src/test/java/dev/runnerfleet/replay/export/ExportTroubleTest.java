package dev.runnerfleet.replay.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an export makes of a GitLab that is none, and of files that are not as they were left. */
class ExportTroubleTest {

  private static final String JOB =
      "{\"created_at\":\"2026-03-02T00:00:00Z\",\"started_at\":\"2026-03-02T00:00:09Z\","
          + "\"finished_at\":\"2026-03-02T00:01:00Z\",\"queued_duration\":1.5}";

  @TempDir Path folder = Path.of("");

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private HttpServer gitLab;
  private String url = "";
  private String secondPage = "[" + JOB + "]";
  private int dropped;

  @BeforeEach
  void start() throws IOException {
    gitLab = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    url = "http://localhost:" + gitLab.getAddress().getPort();
    gitLab.createContext(
        "/",
        call -> {
          String path = call.getRequestURI().toString();
          boolean second = path.contains("page=second");
          if (second && dropped > 0) {
            dropped--;
            call.close();
            return;
          }
          if (path.contains("/jobs") && !second) {
            String next = "<%s/api/v4/projects/7/jobs?page=second>; rel=\"next\"".formatted(url);
            call.getResponseHeaders().add("Link", next);
          }
          String body =
              second ? secondPage : path.contains("/jobs") ? "[" + JOB + "]" : "{\"id\":7}";
          call.sendResponseHeaders(200, 0);
          call.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
          call.close();
        });
    gitLab.start();
  }

  @AfterEach
  void stop() {
    gitLab.stop(0);
  }

  @Test
  void shouldSayThatGitLabIsNotThere() throws Exception {
    assertThat(export("gitlab.example.com")).isEqualTo(2);
    assertThat(export("http://x y")).isEqualTo(2);
    assertThat(export("http://localhost:1")).isEqualTo(1);
    assertThat(said())
        .contains("RUNNERFLEET_GITLAB_URL is \"gitlab.example.com\"; expected an address such as")
        .contains("RUNNERFLEET_GITLAB_URL is \"http://x y\"")
        .contains("GitLab at http://localhost:1/api/v4/ cannot be reached");
  }

  @Test
  void shouldSayThatWhatAnswersIsNoGitLab() throws Exception {
    secondPage = "<html>Log in</html>";
    assertThat(export(url)).isEqualTo(1);
    secondPage = "{\"message\":\"no\"}";
    assertThat(export(url)).isEqualTo(1);

    assertThat(said())
        .contains("/api/v4/projects/7/jobs answered something other than JSON")
        .contains("answered something other than a list; is RUNNERFLEET_GITLAB_URL");
  }

  @Test
  void shouldAskAgainWhereAConnectionBreaks() throws Exception {
    // Given
    dropped = 3;

    // When
    try (HttpClient client = HttpClient.newHttpClient()) {
      Export.Wish wish =
          new Export.Wish(
              List.of("7"), List.of(), Instant.parse("2026-03-01T00:00:00Z"), false, file());
      GitLabApi api = new GitLabApi(client, url, "glpat-test", ExportTroubleTest::noPause);
      new Export(api, wish, new PrintStream(err)).write();
    }

    // Then
    assertThat(dropped).isZero();
    assertThat(Files.readAllLines(file())).hasSize(2);
  }

  @Test
  void shouldBeginAnewWhereTheFileWasTakenAway() throws Exception {
    // Given
    stopAfterTheFirstPage();
    Files.delete(file());

    // When
    int status = export(url);

    // Then
    assertThat(status).isZero();
    assertThat(Files.readAllLines(file())).hasSize(2).allMatch(line -> line.startsWith("{"));
  }

  @Test
  void shouldNotGoOnWithAFileThatIsNotAsItWasLeftNorFromAnotherGitLab() throws Exception {
    // Given
    stopAfterTheFirstPage();

    // Then
    assertThat(export(url + "/elsewhere")).isEqualTo(2);
    Files.writeString(file(), "cut");
    assertThat(export(url)).isEqualTo(2);
    assertThat(said())
        .contains("expected the same question as before, or another file")
        .contains("expected the file as the last call left it, or none");
    assertThat(file()).hasContent("cut");
  }

  @Test
  void shouldSayThatThereIsNoSuchFolder() throws Exception {
    assertThat(export(url, folder.resolve("none/jobs.jsonl"))).isEqualTo(2);

    assertThat(said()).contains("expected a file in a folder that is there");
  }

  private void stopAfterTheFirstPage() throws Exception {
    String whole = secondPage;
    secondPage = "no JSON";
    assertThat(export(url)).isEqualTo(1);
    secondPage = whole;
  }

  private int export(String address) throws InterruptedException {
    return export(address, file());
  }

  private int export(String address, Path out) throws InterruptedException {
    return Main.run(
        List.of("--since", "2026-03-01", "--project", "7", "--out", out.toString()),
        Map.of("RUNNERFLEET_GITLAB_URL", address, "RUNNERFLEET_GITLAB_TOKEN", "glpat-test"),
        new PrintStream(err),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private Path file() {
    return folder.resolve("jobs.jsonl");
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static void noPause(Duration time) {}
}
