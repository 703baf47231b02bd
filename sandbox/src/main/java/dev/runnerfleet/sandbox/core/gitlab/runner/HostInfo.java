package dev.runnerfleet.sandbox.core.gitlab.runner;

/** What GitLab Runner says of itself; empty where it says nothing. */
public record HostInfo(String version, String revision, String platform, String architecture) {
  public static final HostInfo UNKNOWN = new HostInfo("", "", "", "");

  HostInfo or(HostInfo before) {
    return equals(UNKNOWN) ? before : this;
  }
}
