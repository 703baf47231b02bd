package dev.runnerfleet.launcher.cli;

import dev.runnerfleet.launcher.cli.RunFolder.Run;
import java.time.Duration;
import java.util.Optional;

/** Stops what runs, and waits until it has. */
final class Down {

  /** Three rounds of stopping, each of at most 15 s. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final RunFolder folder;

  Down(RunFolder folder) {
    this.folder = folder;
  }

  int run() throws InterruptedException {
    Optional<Run> run = folder.read();
    if (!folder.isRunning()) {
      if (run.isPresent()) {
        LeftBehind.await(run.get());
        folder.clear();
      }
      System.out.println("Runnerfleet is not running.");
      return 0;
    }
    if (run.isEmpty()) {
      System.err.println("Runnerfleet is only just starting; try again in a moment.");
      return 1;
    }
    Optional<ProcessHandle> launcher = ProcessHandle.of(run.get().pid());
    launcher.ifPresent(ProcessHandle::destroy);
    if (!awaitEnd()) {
      // Its guards stop the rest.
      launcher.ifPresent(ProcessHandle::destroyForcibly);
      LeftBehind.await(run.get());
      folder.clear();
    }
    System.out.println("Runnerfleet is stopped; its data is kept in .fleet.");
    return 0;
  }

  private boolean awaitEnd() throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < deadline) {
      if (!folder.isRunning()) {
        return true;
      }
      Thread.sleep(Duration.ofMillis(100));
    }
    return false;
  }
}
