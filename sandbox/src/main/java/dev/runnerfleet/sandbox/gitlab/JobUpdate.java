package dev.runnerfleet.sandbox.gitlab;

import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import dev.runnerfleet.sandbox.core.gitlab.protocol.UpdateReply;
import dev.runnerfleet.sandbox.gitlab.wire.GitLabError;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.regex.Pattern;

/** What GitLab answers a runner that reports on a job. */
final class JobUpdate {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,18})-(\\d{1,18})");
  private static final String JOB_STATUS = "Job-Status";
  private static final String UPDATE_INTERVAL = "X-GitLab-Trace-Update-Interval";

  /** Seconds, while nobody looks at the log. */
  private static final int UNWATCHED = 60;

  private JobUpdate() {}

  /** Where a part of a log begins, by the request's Content-Range, {@code first-last}. */
  static long offset(String contentRange) {
    var range = RANGE.matcher(contentRange);
    if (!range.matches()) {
      throw GitLabError.error(400, "400 Missing header Content-Range");
    }
    return Long.parseLong(range.group(1));
  }

  /** To an update of the job itself. */
  static Response ofJob(UpdateReply reply) {
    return switch (reply) {
      case UpdateReply.Accepted accepted -> accepted(200, accepted).entity(200).build();
      case UpdateReply.OutOfRange gap -> outOfRange(gap);
      case UpdateReply.WrongToken wrong -> throw GitLabError.forbidden();
      case UpdateReply.NotRunning over -> notRunning(over.status());
    };
  }

  /** To a part of the job's log. */
  static Response ofLog(UpdateReply reply) {
    return switch (reply) {
      case UpdateReply.Accepted accepted ->
          accepted(202, accepted).header("Range", "0-" + accepted.logSize()).build();
      case UpdateReply.OutOfRange gap -> outOfRange(gap);
      case UpdateReply.WrongToken wrong -> throw GitLabError.forbidden();
      case UpdateReply.NotRunning over -> notRunning(over.status());
    };
  }

  private static Response.ResponseBuilder accepted(int status, UpdateReply.Accepted accepted) {
    return Response.status(status)
        .header(JOB_STATUS, accepted.status().wireName())
        .header(UPDATE_INTERVAL, UNWATCHED);
  }

  private static Response outOfRange(UpdateReply.OutOfRange gap) {
    return Response.status(416)
        .header("Range", "0-" + gap.logSize())
        .entity(Map.of("message", "416 Range Not Satisfiable"))
        .build();
  }

  private static Response notRunning(JobStatus status) {
    return Response.status(403)
        .header(JOB_STATUS, status.wireName())
        .entity(Map.of("message", "403 Forbidden - Job is not running"))
        .build();
  }
}
