package dev.runnerfleet.sandbox.core.gitlab.runner;

import java.time.Instant;

/** A registered runner; the machines that use its token are its {@link RunnerHost}s. */
public record Runner(
    long id, RunnerScope scope, String token, RunnerSettings settings, Instant createdAt) {

  Runner with(RunnerSettings changed) {
    return new Runner(id, scope, token, changed, createdAt);
  }

  Runner with(String newToken) {
    return new Runner(id, scope, newToken, settings, createdAt);
  }

  /** Without the token, so that no log can show it. */
  @Override
  public String toString() {
    return "Runner[id=" + id + "]";
  }
}
