package dev.runnerfleet.jobwatcher.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a token may do here (GitLab documentation, "Personal access token scopes"). */
public final class Scopes {

  private static final String EVERYTHING = "api";

  private Scopes() {}

  /**
   * The scopes that the token lacks, each with what it is needed for.
   *
   * @param hooksCared whether webhooks are to be installed or enabled
   */
  public static Map<String, String> lacking(Set<String> scopes, boolean hooksCared) {
    Map<String, String> lacking = new LinkedHashMap<>();
    if (scopes.contains(EVERYTHING)) {
      return lacking;
    }
    if (!scopes.contains("read_api")) {
      lacking.put("read_api", "polling, and asking for the tags of jobs");
    }
    if (hooksCared) {
      lacking.put(EVERYTHING, "installing, repairing and enabling webhooks");
    }
    return lacking;
  }
}
