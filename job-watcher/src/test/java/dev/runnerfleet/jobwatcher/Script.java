package dev.runnerfleet.jobwatcher;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tells the {@link GitLabs} what to answer. */
final class Script {

  static final long PROJECT = 42;

  private final URI control =
      ConfigProvider.getConfig()
          .getValue("runnerfleet.gitlab.url", URI.class)
          .resolve(GitLabs.CONTROL);

  /** An administrator's GitLab with one project, whose main branch is protected, and no jobs. */
  void reset() {
    control().delete(control);
    answer(
        "/graphql",
        200,
        "{\"data\":{\"jobs\":{\"pageInfo\":{\"hasNextPage\":false},\"nodes\":[]}}}");
    answer("/user", 200, "{\"id\":1,\"is_admin\":true}");
    answer("/groups/acme/projects", 200, "[{\"id\":%d}]".formatted(PROJECT));
    answer(jobs(), 200, "[]");
    answer("/projects/42/repository/branches/main", 200, "{\"protected\":true}");
    answer("/projects/42/repository/branches/feature%2Fx", 200, "{\"protected\":false}");
  }

  /** Says who answers from now on. */
  void let(GitLabs.Mode mode) {
    control().post(at(mode.name()));
  }

  /** Says what becomes of webhooks from now on. */
  void let(Postman.Post post) {
    control().post(at("post=" + post.name()));
  }

  void answer(String path, int status, String body) {
    control().header("X-Status", status).body(body).put(at(path));
  }

  void answer(String path, String body, String link) {
    control().header("X-Status", 200).header("X-Link", link).body(body).put(at(path));
  }

  /** Waits until every webhook has come that is to come. */
  void settle() {
    await().until(() -> asked("under way") == 0);
  }

  /** How often GitLab was asked for the path. */
  int asked(String path) {
    return Integer.parseInt(control().get(at(path)).asString());
  }

  static String jobs() {
    return "/projects/%d/jobs".formatted(PROJECT);
  }

  static String job(long id) {
    return "/projects/%d/jobs/%d".formatted(PROJECT, id);
  }

  static String list(String... jobs) {
    return Stream.of(jobs).collect(Collectors.joining(",", "[", "]"));
  }

  /** A job as the API has it. */
  static String json(long id, String name, String status, List<String> tags) {
    return """
        {"id":%d,"name":"%s","ref":"main","tag":false,"status":"%s","created_at":"2026-03-01T12:00:00.000Z",
         "started_at":"2026-03-01T12:00:05.000Z","finished_at":null,"queued_duration":1.5,"pipeline":{"id":9},
         "runner":%s,"tag_list":%s}
        """
        .formatted(
            id,
            name,
            status,
            status.equals("pending") ? "null" : "{\"id\":77,\"description\":\"r\"}",
            tags.stream().map(tag -> '"' + tag + '"').toList());
  }

  private URI at(String path) {
    return URI.create(control + "?" + URLEncoder.encode(path, StandardCharsets.UTF_8));
  }

  private static RequestSpecification control() {
    return given().urlEncodingEnabled(false);
  }
}
