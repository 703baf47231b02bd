package dev.runnerfleet.sandbox.core.gitlab;

/**
 * What can be chosen about the simulated GitLab.
 *
 * @param seed of its tokens
 * @param firstId of every kind of thing. Whoever remembers things by their ids, as Runnerfleet
 *     does, must not meet one of them again after the sandbox was started anew.
 * @param limits on requests
 * @param disablesFailingHooks whether hooks that keep failing are disabled, as GitLab.com does;
 *     self-managed instances do where an administrator has chosen so
 */
public record ForgeSettings(long seed, long firstId, Limits limits, boolean disablesFailingHooks) {

  /**
   * Requests in a minute; 0 is no limit.
   *
   * @param ofUser to the REST and GraphQL interfaces, for each user
   * @param ofRunner for jobs, for each runner's token
   */
  public record Limits(int ofUser, int ofRunner) {
    public static final Limits NONE = new Limits(0, 0);
  }

  /** Without limits. */
  public ForgeSettings(long seed, long firstId) {
    this(seed, firstId, Limits.NONE, true);
  }
}
