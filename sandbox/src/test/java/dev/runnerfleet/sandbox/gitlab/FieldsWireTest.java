package dev.runnerfleet.sandbox.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The fields of what GitLab answers, as its API's entities name them ({@code lib/api/entities} and
 * {@code ee/lib/api/entities} of its repository, from which its pages are made).
 */
@QuarkusTest
class FieldsWireTest {
  private static final List<String> PIPELINE_BASIC =
      fields("id iid project_id sha ref status source created_at updated_at web_url");
  private static final List<String> PIPELINE =
      and(
          PIPELINE_BASIC,
          "before_sha tag yaml_errors user started_at finished_at committed_at duration"
              + " queued_duration coverage detailed_status name");
  private static final List<String> JOB_BASIC =
      fields(
          "id status stage name ref tag coverage allow_failure created_at started_at finished_at"
              + " erased_at duration queued_duration user commit pipeline web_url project");
  private static final List<String> JOB =
      and(JOB_BASIC, "artifacts runner runner_manager artifacts_expire_at archived tag_list");
  private static final List<String> RUNNER =
      fields(
          "id description ip_address active paused is_shared runner_type name online status"
              + " created_by created_at job_execution_status");
  private static final List<String> RUNNER_DETAILS =
      and(
          RUNNER,
          "tag_list run_untagged locked maximum_timeout access_level version revision platform"
              + " architecture contacted_at maintenance_note projects groups");
  private static final List<String> RUNNER_MANAGER =
      fields(
          "id system_id version revision platform architecture created_at contacted_at ip_address"
              + " status job_execution_status");
  private static final List<String> HOOK =
      fields(
          "id url name description created_at push_events tag_push_events merge_requests_events"
              + " repository_update_events enable_ssl_verification alert_status disabled_until"
              + " url_variables push_events_branch_filter branch_filter_strategy"
              + " custom_webhook_template custom_headers issues_events confidential_issues_events"
              + " note_events confidential_note_events pipeline_events wiki_page_events"
              + " deployment_events feature_flag_events job_events releases_events"
              + " milestone_events emoji_events resource_access_token_events"
              + " vulnerability_events");
  private static final List<String> JOB_REQUEST =
      fields(
          "id token allow_git_fetch job_info git_info runner_info variables steps hooks image"
              + " services artifacts cache credentials features dependencies");

  private String project = "";
  private GitLabWire.Registered runner = new GitLabWire.Registered(0, "");
  private Map<String, Object> taken = Map.of();

  private static List<String> fields(String names) {
    return List.of(names.split(" ", -1));
  }

  private static List<String> and(List<String> some, String more) {
    var all = new ArrayList<>(some);
    all.addAll(fields(more));
    return all;
  }

  @BeforeEach
  void workAJob() {
    String name = GitLabWire.name();
    GitLabWire.job(name, name);
    runner = GitLabWire.runner(name);
    taken = GitLabWire.request(runner).statusCode(201).extract().jsonPath().getMap("$");
    project = "/projects/" + GitLabWire.encoded(name);
  }

  private static Response get(String path) {
    Response answer = GitLabWire.administrator().get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer;
  }

  private static Map<String, Object> one(String path) {
    return get(path).jsonPath().getMap("$");
  }

  private static Map<String, Object> first(String path) {
    return get(path).jsonPath().getMap("[0]");
  }

  @Test
  void shouldNameAllOfAJob() {
    Object id = taken.get("id");
    assertThat(first(project + "/jobs")).containsKeys(JOB.toArray(String[]::new));
    assertThat(one(project + "/jobs/" + id)).containsKeys(JOB.toArray(String[]::new));
    assertThat(first("/runners/" + runner.id() + "/jobs"))
        .containsKeys(JOB_BASIC.toArray(String[]::new))
        .doesNotContainKey("tag_list");
    assertThat(get(project + "/jobs/" + id).jsonPath().getMap("pipeline").keySet())
        .map(Object::toString)
        .containsAll(PIPELINE_BASIC);
    assertThat(get(project + "/jobs/" + id).jsonPath().getMap("runner_manager").keySet())
        .map(Object::toString)
        .containsAll(RUNNER_MANAGER);
  }

  @Test
  void shouldNameAllOfAPipeline() {
    Object id = first(project + "/pipelines").get("id");
    assertThat(first(project + "/pipelines")).containsKeys(PIPELINE_BASIC.toArray(String[]::new));
    assertThat(one(project + "/pipelines/" + id)).containsKeys(PIPELINE.toArray(String[]::new));
    assertThat(first(project + "/pipelines/" + id + "/jobs"))
        .containsKeys(JOB.toArray(String[]::new));
  }

  @Test
  void shouldNameAllOfARunner() {
    String path = "/runners/" + runner.id();
    assertThat(one(path)).containsKeys(RUNNER_DETAILS.toArray(String[]::new));
    assertThat(first("/runners/all?per_page=1")).containsKeys(RUNNER.toArray(String[]::new));
    assertThat(first(project + "/runners?per_page=1")).containsKeys(RUNNER.toArray(String[]::new));
    assertThat(first(path + "/managers")).containsOnlyKeys(RUNNER_MANAGER);
  }

  @Test
  void shouldNameAllOfANewRunner() {
    var created =
        GitLabWire.administrator()
            .body(Map.of("runner_type", "instance_type"))
            .post("/user/runners")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    assertThat(created.getMap("$")).containsOnlyKeys("id", "token", "token_expires_at");
    JsonPath verified =
        GitLabWire.anybody()
            .body(Map.of("token", created.getString("token"), "system_id", "s_fields"))
            .post("/runners/verify")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    assertThat(verified.getMap("$")).containsOnlyKeys("id", "token", "token_expires_at");
  }

  @Test
  void shouldNameAllOfAJobForARunner() {
    assertThat(taken).containsKeys(JOB_REQUEST.toArray(String[]::new));
  }

  @Test
  void shouldNameAllOfAHook() {
    assertThat(hook(project + "/hooks"))
        .containsKeys(HOOK.toArray(String[]::new))
        .containsKey("project_id")
        .doesNotContainKeys("token", "signing_token", "member_events");
    assertThat(hook("/groups/wire/hooks"))
        .containsKeys(HOOK.toArray(String[]::new))
        .containsKeys("group_id", "subgroup_events", "member_events", "project_events")
        .doesNotContainKeys("token", "signing_token");
  }

  private static Map<String, Object> hook(String hooks) {
    long id =
        GitLabWire.administrator()
            .body(Map.of("url", "http://localhost:9/hook", "push_events", false, "token", "secret"))
            .post(hooks)
            .then()
            .statusCode(201)
            .extract()
            .jsonPath()
            .getLong("id");
    var shown = one(hooks + "/" + id);
    GitLabWire.administrator().delete(hooks + "/" + id).then().statusCode(204);
    return shown;
  }
}
