package dev.runnerfleet.sandbox.machine.job;

import dev.runnerfleet.sandbox.machine.wire.Answers;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** GitLab's runner protocol, from the side of GitLab Runner. */
public final class RunnerClient {
  private static final long TIMEOUT_MILLIS = Duration.ofSeconds(70).toMillis();
  private static final int NO_JOB = 204;

  private final WebClient http;
  private final Enrolment enrolment;
  private final String systemId;
  private final String url;
  private volatile String lastUpdate = "";

  public RunnerClient(WebClient http, Enrolment enrolment, String systemId) {
    this.http = http;
    this.enrolment = enrolment;
    this.systemId = systemId;
    this.url = enrolment.gitLabUrl() + "/api/v4";
  }

  public int slots() {
    return enrolment.slots();
  }

  /** Makes this machine known as a manager of its runner. */
  public Uni<Void> verify() {
    return http.postAbs(url + "/runners/verify")
        .timeout(TIMEOUT_MILLIS)
        .sendJsonObject(credentials().put("info", info()))
        .map(response -> Answers.good(response, "Verification"))
        .replaceWithVoid();
  }

  /** Asks for a job; fails with {@link RefusedException} when the runner is gone. */
  Uni<Optional<Job>> request() {
    return http.postAbs(url + "/jobs/request")
        .timeout(TIMEOUT_MILLIS)
        .sendJsonObject(credentials().put("last_update", lastUpdate).put("info", info()))
        .map(this::job);
  }

  private Optional<Job> job(HttpResponse<Buffer> response) {
    String update = Answers.good(response, "Job request").getHeader("X-GitLab-Last-Update");
    lastUpdate = update == null ? "" : update;
    return response.statusCode() == NO_JOB
        ? Optional.empty()
        : Optional.of(Job.of(response.bodyAsJsonObject()));
  }

  /** Adds to a job's log. */
  Uni<Verdict> trace(Job job, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return http.patchAbs(url + "/jobs/" + job.id() + "/trace")
        .timeout(TIMEOUT_MILLIS)
        .putHeader("JOB-TOKEN", job.token())
        .putHeader("Content-Type", "text/plain")
        .putHeader("Content-Range", offset + "-" + (offset + bytes.length - 1))
        .sendBuffer(Buffer.buffer(bytes))
        .map(response -> Verdict.of(response.statusCode(), response.getHeader("Job-Status")));
  }

  Uni<Void> finish(Job job, Ending ending) {
    var body = new JsonObject().put("token", job.token());
    switch (ending) {
      case Ending.Succeeded success -> body.put("state", "success").put("exit_code", 0);
      case Ending.Failed failure -> {
        body.put("state", "failed").put("failure_reason", failure.reason());
        if (failure.exitCode() != null) {
          body.put("exit_code", failure.exitCode());
        }
      }
    }
    return http.putAbs(url + "/jobs/" + job.id())
        .timeout(TIMEOUT_MILLIS)
        .sendJsonObject(body)
        .map(response -> Answers.good(response, "Job update"))
        .replaceWithVoid();
  }

  private JsonObject credentials() {
    return new JsonObject().put("token", enrolment.token()).put("system_id", systemId);
  }

  private JsonObject info() {
    return new JsonObject()
        .put("name", "gitlab-runner")
        .put("version", "19.4.0")
        .put("revision", "sandbox")
        .put("platform", "linux")
        .put("architecture", "amd64")
        .put("executor", enrolment.executor())
        .put("features", new JsonObject().put("cancelable", true).put("cancel_gracefully", true));
  }
}
