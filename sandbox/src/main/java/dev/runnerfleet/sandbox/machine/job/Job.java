package dev.runnerfleet.sandbox.machine.job;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A job as GitLab hands it to a runner. Two of its variables say what a machine of the sandbox
 * makes of it: {@code SANDBOX_DURATION}, ISO 8601, and {@code SANDBOX_EXIT_CODE}.
 *
 * @param timeout the longest time that it may take
 */
record Job(long id, String token, Duration duration, int exitCode, Duration timeout) {
  private static final Duration DEFAULT_DURATION = Duration.ofSeconds(1);
  private static final long DEFAULT_TIMEOUT_SECONDS = 3600;

  static Job of(JsonObject job) {
    var variables = job.getJsonArray("variables", new JsonArray());
    var runnerInfo = job.getJsonObject("runner_info", new JsonObject());
    return new Job(
        job.getLong("id"),
        job.getString("token", ""),
        variable(variables, "SANDBOX_DURATION").map(Job::duration).orElse(DEFAULT_DURATION),
        variable(variables, "SANDBOX_EXIT_CODE").map(Job::exitCode).orElse(0),
        Duration.ofSeconds(runnerInfo.getLong("timeout", DEFAULT_TIMEOUT_SECONDS)));
  }

  private static int exitCode(String text) {
    return text.chars().allMatch(Character::isDigit) && !text.isEmpty() && text.length() < 4
        ? Integer.parseInt(text)
        : 1;
  }

  private static Optional<String> variable(JsonArray variables, String key) {
    return variables.stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .filter(variable -> key.equals(variable.getString("key")))
        .map(variable -> variable.getString("value", ""))
        .findFirst();
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      return DEFAULT_DURATION;
    }
  }

  /** Without the token, so that no log can show it. */
  @Override
  public String toString() {
    return "Job[id=" + id + "]";
  }
}
