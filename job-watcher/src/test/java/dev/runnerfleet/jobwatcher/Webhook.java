package dev.runnerfleet.jobwatcher;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import java.util.UUID;

/** A job's webhook as GitLab would send it. */
record Webhook(long job, String name, String ref, String status, String key) {

  static Webhook of(long job, String name, String status) {
    return new Webhook(job, name, "main", status, UUID.randomUUID().toString());
  }

  Webhook on(String otherRef) {
    return new Webhook(job, name, otherRef, status, key);
  }

  ValidatableResponse send() {
    return post("open sesame", key, body());
  }

  static ValidatableResponse post(String token, String key, String body) {
    return given()
        .header("X-Gitlab-Token", token)
        .header("X-Gitlab-Event", "Job Hook")
        .header("Idempotency-Key", key)
        .contentType("application/json")
        .body(body)
        .post("/webhooks/gitlab")
        .then();
  }

  String body() {
    boolean taken = !status.equals("pending") && !status.equals("created");
    return """
        {"object_kind":"build","ref":"%s","tag":false,"build_id":%d,"build_name":"%s","build_status":"%s",
         "build_created_at":"2026-03-01 12:00:00 UTC","build_started_at":"2026-03-01 12:00:05 UTC",
         "build_finished_at":%s,"build_queued_duration":0.25,"build_failure_reason":"unknown_failure",
         "pipeline_id":9,"project_id":42,"runner":%s}
        """
        .formatted(
            ref,
            job,
            name,
            status,
            status.equals("success") ? "\"2026-03-01 12:00:30 UTC\"" : "null",
            taken ? "{\"id\":77,\"tags\":[\"docker\"]}" : "null");
  }
}
