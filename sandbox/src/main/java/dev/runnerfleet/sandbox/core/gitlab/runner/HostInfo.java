package dev.runnerfleet.sandbox.core.gitlab.runner;

/**
 * What GitLab Runner says of itself; empty where it says nothing.
 *
 * @param cancelsGracefully whether it can be told to stop a job and still run what comes after it
 */
public record HostInfo(
    String version,
    String revision,
    String platform,
    String architecture,
    boolean cancelsGracefully) {
  public static final HostInfo UNKNOWN = new HostInfo("", "", "", "");

  public HostInfo(String version, String revision, String platform, String architecture) {
    this(version, revision, platform, architecture, false);
  }

  HostInfo or(HostInfo before) {
    return equals(UNKNOWN) ? before : this;
  }
}
