package dev.runnerfleet.launcher.cli;

import dev.runnerfleet.launcher.Part;
import dev.runnerfleet.launcher.Ports;
import dev.runnerfleet.launcher.Stack;
import dev.runnerfleet.launcher.StackSettings;
import dev.runnerfleet.launcher.StackSettings.Cloud;
import dev.runnerfleet.launcher.StartFailedException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/** Runs everything until the user stops it. */
final class Up {

  private final Path home;
  private final RunFolder folder;
  private volatile boolean failed;
  private volatile boolean stoppedByUser;

  Up(Path home, RunFolder folder) {
    this.home = home;
    this.folder = folder;
  }

  int run(Command.Up command) throws InterruptedException {
    StackSettings settings = settings(command);
    if (!folder.lock()) {
      throw alreadyRunning(folder);
    }
    awaitThoseOfAKilledLauncher();
    folder.write(settings, false);
    Stack stack = new Stack(settings, System.out::println);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack), "stop"));
    long began = System.nanoTime();
    start(stack);
    folder.write(settings, true);
    System.out.printf("All ready after %.1f s.%n%n%s%n", seconds(began), Addresses.of(stack));
    if (settings.cloud() == Cloud.SANDBOX) {
      Thread.ofVirtual().start(new FirstWorkload(home, stack.address(Part.SANDBOX))::run);
    }
    try {
      throw stack.givenUp().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  static StartFailedException alreadyRunning(RunFolder folder) {
    return new StartFailedException(
        "Runnerfleet is running already%s: ./fleet status shows it, ./fleet down stops it."
            .formatted(folder.read().map(run -> " (process " + run.pid() + ")").orElse("")));
  }

  private StackSettings settings(Command.Up command) {
    Map<String, String> environment = UserEnvironment.of(System.getenv(), command.cloud());
    return new StackSettings(
        home, folder.path(), Ports.from(environment), command.cloud(), environment, true);
  }

  /** The guards of a launcher that was killed take up to ten seconds to stop what it left. */
  private void awaitThoseOfAKilledLauncher() throws InterruptedException {
    if (folder.read().isPresent()) {
      LeftBehind.await(folder.read().get());
      folder.clear();
    }
  }

  private void start(Stack stack) throws InterruptedException {
    try {
      stack.start();
    } catch (StartFailedException e) {
      if (stoppedByUser) {
        // What failed was stopped on purpose; this process ends when the rest is stopped too.
        new CountDownLatch(1).await();
      }
      failed = true;
      throw e;
    }
  }

  /** After a failed start nothing runs any more, and the failure alone is worth a line. */
  private void stop(Stack stack) {
    if (failed) {
      folder.clear();
      return;
    }
    stoppedByUser = true;
    System.out.println("Stopping …");
    stack.stop();
    folder.clear();
    System.out.println("Stopped.");
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
