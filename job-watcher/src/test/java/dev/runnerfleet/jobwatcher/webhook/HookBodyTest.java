package dev.runnerfleet.jobwatcher.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runnerfleet.contracts.GitLabRunnerId;
import dev.runnerfleet.contracts.JobId;
import dev.runnerfleet.contracts.PipelineId;
import dev.runnerfleet.contracts.ProjectId;
import dev.runnerfleet.contracts.demand.JobFinished.Outcome;
import dev.runnerfleet.jobwatcher.core.Job;
import dev.runnerfleet.jobwatcher.core.Observation;
import dev.runnerfleet.jobwatcher.core.Ref;
import dev.runnerfleet.jobwatcher.core.Status;
import dev.runnerfleet.jobwatcher.core.Status.Created;
import dev.runnerfleet.jobwatcher.core.Status.Finished;
import dev.runnerfleet.jobwatcher.core.Status.Pending;
import dev.runnerfleet.jobwatcher.core.Status.Running;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads as GitLab 15 to 19 send them. */
class HookBodyTest {

  private static final Instant RECEIVED = Instant.parse("2021-02-23T02:41:39Z");
  private static final GitLabRunnerId RUNNER = new GitLabRunnerId(380987);

  static Stream<Arguments> samples() {
    return Stream.of(
        Arguments.of(
            "gitlab-15-pending",
            new Ref("feature/x", false),
            new Pending(Instant.parse("2021-02-23T02:41:38.500Z"))),
        Arguments.of(
            "gitlab-16-running",
            new Ref("feature/x", false),
            new Running(RUNNER, Instant.parse("2021-02-23T02:41:40Z"))),
        Arguments.of(
            "gitlab-17-failed",
            new Ref("v1.0", true),
            new Finished(
                Outcome.FAILED,
                "runner_system_failure",
                RUNNER,
                Instant.parse("2021-02-23T02:41:50.250Z"))),
        Arguments.of(
            "gitlab-18-skipped",
            new Ref("feature/x", false),
            new Created(Instant.parse("2021-02-23T02:41:37Z"))),
        Arguments.of(
            "gitlab-19-success",
            new Ref("feature/x", false),
            new Finished(
                Outcome.SUCCESS, null, RUNNER, Instant.parse("2021-02-23T02:42:00.500Z"))));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldReadWhatEachVersionSends(String sample, Ref ref, Status status) throws IOException {
    // When
    Hook hook = HookBody.read(sample(sample), RECEIVED);

    // Then
    Job job = new Job(new JobId(1977), new ProjectId(380), new PipelineId(2366), "test", ref);
    assertThat(hook).isEqualTo(new Hook.JobsSeen(List.of(new Observation(job, status))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gitlab-15-pipeline", "gitlab-19-pipeline"})
  void shouldReadEveryJobOfAPipeline(String sample) throws IOException {
    // When
    Hook hook = HookBody.read(sample(sample), RECEIVED);

    // Then
    assertThat(hook)
        .isEqualTo(
            new Hook.JobsSeen(
                List.of(
                    seen(
                        1975,
                        "compile",
                        new Finished(
                            Outcome.SUCCESS, null, RUNNER, Instant.parse("2021-02-23T02:41:20Z"))),
                    seen(
                        1976,
                        "lint",
                        new Finished(
                            Outcome.FAILED,
                            "script_failure",
                            RUNNER,
                            Instant.parse("2021-02-23T02:41:10Z"))),
                    seen(1977, "test", new Pending(Instant.parse("2021-02-23T02:41:38.500Z"))),
                    seen(
                        1978,
                        "test-slow",
                        new Running(RUNNER, Instant.parse("2021-02-23T02:41:30Z"))),
                    seen(1979, "deploy", new Created(Instant.parse("2021-02-23T02:41:00Z"))))));
  }

  private static Observation seen(long id, String name, Status status) {
    Job job =
        new Job(
            new JobId(id),
            new ProjectId(380),
            new PipelineId(2366),
            name,
            new Ref("feature/x", false));
    return new Observation(job, status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"object_kind\":\"push\",\"ref\":\"refs/heads/main\",\"project_id\":1,\"runner\":\"x\"}",
        "{\"object_kind\":\"pipeline\",\"object_attributes\":{\"id\":1},\"project\":{\"id\":1},\"builds\":[]}",
        "{\"event_name\":\"project_create\"}",
        "{\"object_kind\":\"build\",\"build_id\":1,\"project_id\":1,\"pipeline_id\":1,\"build_status\":\"dreaming\"}",
      })
  void shouldPassByWhatDoesNotMatter(String body) {
    assertThat(read(body)).isInstanceOf(Hook.Other.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "\"build\"",
        "{\"object_kind\":\"build\"}",
        "{\"object_kind\":\"pipeline\",\"object_attributes\":{\"id\":1}}",
        "{\"object_kind\":\"pipeline\",\"object_attributes\":{\"id\":1},\"project\":{\"id\":1},\"builds\":[{}]}",
        "{\"object_kind\":\"build\",\"build_id\":-1,\"project_id\":1,\"pipeline_id\":1,\"build_status\":\"pending\"}",
        "{\"object_kind\":\"build\",\"build_id\":{},\"project_id\":1,\"pipeline_id\":1,\"build_status\":\"pending\"}",
      })
  void shouldNotUnderstandWhatIsNoWebhook(String body) {
    assertThat(read(body)).isInstanceOf(Hook.Unreadable.class);
  }

  private static Hook read(String body) {
    return HookBody.read(body.getBytes(StandardCharsets.UTF_8), RECEIVED);
  }

  private static byte[] sample(String name) throws IOException {
    try (InputStream in = HookBodyTest.class.getResourceAsStream("/webhooks/" + name + ".json")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
