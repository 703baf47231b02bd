package dev.runnerfleet.jobwatcher.core.hook;

import java.net.URI;

/**
 * A webhook as GitLab lists it (GitLab documentation, "Project webhooks API").
 *
 * @param jobEvents whether it tells of jobs
 * @param pipelineEvents whether it tells of pipelines
 * @param verified whether GitLab checks the certificate of who it calls
 */
public record InstalledHook(
    long id, URI url, boolean jobEvents, boolean pipelineEvents, boolean verified, Alert alert) {

  /** Whether GitLab still calls it: {@code alert_status}. */
  public enum Alert {
    EXECUTABLE,
    /** For a while, after failures in a row. */
    TEMPORARILY_DISABLED,
    /** For good, until somebody enables it again. */
    DISABLED
  }
}
