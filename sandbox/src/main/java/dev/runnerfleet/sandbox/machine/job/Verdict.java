package dev.runnerfleet.sandbox.machine.job;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What GitLab says of a job whenever its runner reports on it. */
enum Verdict {
  GO_ON,

  /** Somebody cancels it; GitLab waits to hear that it has stopped. */
  STOP,

  /** It is no longer this runner's. */
  DROP;

  static Verdict of(int status, @Nullable String jobStatus) {
    return switch (Objects.requireNonNullElse(jobStatus, "")) {
      case "canceling" -> STOP;
      case "canceled", "failed" -> DROP;
      default -> status == 403 ? DROP : GO_ON;
    };
  }
}
