package dev.runnerfleet.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process with its guard. */
final class PartProcess {

  /** The guard sends KILL after ten seconds; what is left is margin for a busy machine. */
  private static final long STOP_SECONDS = 15;

  private final Process guard;
  private final ProcessHandle child;

  private PartProcess(Process guard, ProcessHandle child) {
    this.guard = guard;
    this.child = child;
  }

  static PartProcess start(
      List<String> command, Map<String, String> environment, Path log, Path daemonPidFile)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Guard.around(command, log, daemonPidFile))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process guard = builder.start();
    String pid =
        new BufferedReader(new InputStreamReader(guard.getInputStream(), StandardCharsets.US_ASCII))
            .readLine();
    if (pid == null) {
      throw new IOException("the guard of " + command.getFirst() + " did not start; see " + log);
    }
    // A process that is gone already has no handle; its guard's stands in, and is gone soon too.
    return new PartProcess(guard, ProcessHandle.of(Long.parseLong(pid)).orElseGet(guard::toHandle));
  }

  long pid() {
    return child.pid();
  }

  boolean isAlive() {
    return guard.isAlive();
  }

  /** Waits until it has ended by itself. */
  int awaitExit() throws InterruptedException {
    int status = guard.waitFor();
    // Only where somebody killed the guard: nothing else would stop the process then.
    child.destroyForcibly();
    return status;
  }

  /** As kill -9: the process has no chance to do anything. */
  void kill() throws InterruptedException {
    child.destroyForcibly();
    guard.waitFor();
  }

  /** Orderly, and by force after ten seconds. */
  void stop() {
    try {
      guard.getOutputStream().close();
    } catch (IOException e) {
      // The pipe is closed already: the guard is gone or going.
    }
    try {
      if (!guard.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        guard.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    child.destroyForcibly();
  }
}
