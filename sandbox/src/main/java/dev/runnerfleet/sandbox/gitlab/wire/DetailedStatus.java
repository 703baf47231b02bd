package dev.runnerfleet.sandbox.gitlab.wire;

import dev.runnerfleet.sandbox.core.gitlab.job.JobStatus;
import java.net.URI;
import java.util.Locale;

/** A pipeline's status in words and pictures ({@code DetailedStatusEntity} in GitLab's sources). */
public final class DetailedStatus {
  private DetailedStatus() {}

  /** What it is called. */
  public static String label(JobStatus status) {
    return status == JobStatus.SUCCESS ? "passed" : status.wireName();
  }

  /**
   * All of it.
   *
   * @param url the address of the page that tells more
   */
  public static Shape of(JobStatus status, String url) {
    String label = label(status);
    return new Shape()
        .with("icon", "status_" + status.wireName())
        .with("text", label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1))
        .with("label", label)
        .with("group", status.wireName())
        .with("tooltip", label)
        .with("has_details", true)
        .with("details_path", URI.create(url).getPath())
        .with("illustration", null)
        .with("favicon", "/assets/ci_favicons/favicon_status_" + status.wireName() + ".png");
  }
}
