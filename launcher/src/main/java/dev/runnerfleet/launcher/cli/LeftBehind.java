package dev.runnerfleet.launcher.cli;

import dev.runnerfleet.launcher.Readiness;
import dev.runnerfleet.launcher.cli.RunFolder.Run;
import java.time.Duration;

/** What a killed launcher's guards are still stopping. */
final class LeftBehind {

  private static final Duration LONGEST = Duration.ofSeconds(15);

  private LeftBehind() {}

  /** Waits until nothing of that run listens any more, or so long that it is something else. */
  static void await(Run run) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < deadline
        && run.ports().values().stream().anyMatch(Readiness::answers)) {
      Thread.sleep(Duration.ofMillis(200));
    }
  }
}
