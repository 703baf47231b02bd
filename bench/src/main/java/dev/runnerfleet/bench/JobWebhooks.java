package dev.runnerfleet.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** GitLab's webhooks of jobs that GitLab itself does not know, all of one project and name. */
final class JobWebhooks {

  private final long project;
  private final String name;
  private final AtomicLong nextJob;

  JobWebhooks(long project, String name, long firstJob) {
    this.project = project;
    this.name = name;
    this.nextJob = new AtomicLong(firstJob);
  }

  /** A webhook, and the job that it is of. */
  record One(long job, String key, String body) {}

  long nextJob() {
    return nextJob.getAndIncrement();
  }

  One pending(long job) {
    return of(job, "pending", "null");
  }

  One running(long job) {
    return of(job, "running", "{\"id\":77,\"description\":\"r\",\"tags\":[]}");
  }

  One success(long job) {
    return of(job, "success", "{\"id\":77,\"description\":\"r\",\"tags\":[]}");
  }

  // About as long as GitLab's: it tells much of the commit and the user that nobody here reads.
  private One of(long job, String status, String runner) {
    String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    String body =
        """
        {"object_kind":"build","ref":"main","tag":false,"before_sha":"%1$s","sha":"%1$s","build_id":%2$d,
         "build_name":"%3$s","build_stage":"test","build_status":"%4$s","build_created_at":"%5$s",
         "build_started_at":"%5$s","build_finished_at":null,"build_duration":null,"build_queued_duration":0.1,
         "build_allow_failure":false,"build_failure_reason":"unknown_failure","pipeline_id":9,"runner":%6$s,
         "project_id":%7$d,"project_name":"bench / webhook-burst","user":{"id":1,"name":"%1$s","email":"[REDACTED]"},
         "commit":{"id":9,"sha":"%1$s","message":"%1$s%1$s%1$s%1$s","author_name":"%1$s","status":"running"},
         "repository":{"name":"webhook-burst","homepage":"http://localhost/%1$s","visibility_level":0}}
        """
            .formatted("0".repeat(40), job, name, status, now, runner, project);
    return new One(job, UUID.randomUUID().toString(), body);
  }
}
