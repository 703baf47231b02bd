package dev.runnerfleet.launcher.cli;

import dev.runnerfleet.launcher.Part;
import dev.runnerfleet.launcher.Readiness;
import dev.runnerfleet.launcher.Readiness.NotReady;
import dev.runnerfleet.launcher.Readiness.Ready;
import dev.runnerfleet.launcher.cli.RunFolder.Run;
import java.util.Map;
import java.util.Optional;

/** Says what runs, a line for each part. */
final class Status {

  private final RunFolder folder;
  private final Readiness readiness = new Readiness();

  Status(RunFolder folder) {
    this.folder = folder;
  }

  /** 0 where all is ready, else 1. */
  int run() throws InterruptedException {
    Optional<Run> run = folder.read();
    if (run.isEmpty() || !folder.isRunning()) {
      System.out.println("Runnerfleet is not running.");
      return 1;
    }
    boolean allReady = true;
    for (Map.Entry<Part, Integer> entry : run.get().ports().entrySet()) {
      String state =
          switch (ask(entry.getKey(), entry.getValue())) {
            case Ready() -> "ready";
            case NotReady(String why) -> {
              allReady = false;
              yield "not ready: " + why;
            }
          };
      System.out.printf(
          "%-12s localhost:%-6d %s%n", entry.getKey().label(), entry.getValue(), state);
    }
    return allReady ? 0 : 1;
  }

  private Readiness.Answer ask(Part part, int port) throws InterruptedException {
    return part.isApplication() ? readiness.ofApplication(port) : Readiness.ofPort(port);
  }
}
