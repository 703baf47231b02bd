package dev.runnerfleet.sandbox.core.gitlab.plan;

/**
 * How the work of a job ends.
 *
 * @param exitCode of its script; 0 is success
 */
public record Outcome(int exitCode) {
  public static final Outcome SUCCESS = new Outcome(0);

  public boolean isSuccess() {
    return exitCode == 0;
  }
}
