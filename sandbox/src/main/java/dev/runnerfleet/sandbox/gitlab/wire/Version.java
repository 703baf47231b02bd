package dev.runnerfleet.sandbox.gitlab.wire;

/** The version of GitLab whose protocols the sandbox follows. */
public final class Version {
  public static final String NUMBER = "19.1.0";

  private Version() {}
}
