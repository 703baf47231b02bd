package dev.runnerfleet.sandbox.machine.job;

import io.vertx.core.json.JsonObject;

/** What the provisioner told a machine: which runner it is, and how to reach GitLab as that. */
public record Enrolment(
    String runner,
    String gitLabUrl,
    String token,
    String executor,
    int slots,
    String reportUrl,
    String reportKey) {

  public static Enrolment of(JsonObject answer) {
    return new Enrolment(
        answer.getString("runner", ""),
        answer.getString("gitlabUrl", ""),
        answer.getString("token", ""),
        answer.getString("executor", "shell"),
        answer.getInteger("slots", 1),
        answer.getString("reportUrl", ""),
        answer.getString("reportKey", ""));
  }

  /** Without the token and the key, so that no log can show them. */
  @Override
  public String toString() {
    return "Enrolment[runner=" + runner + ", gitLabUrl=" + gitLabUrl + "]";
  }
}
